import { createHash, randomInt } from "node:crypto";
import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { itemOf } from "../ceiling/build-items.ts";
import type { Row } from "../rows.ts";
import { rowOf } from "../rows.ts";

/** Upserts for one database. */
export interface People {
  /** Of so many people whom nobody knows. */
  nextNew(count: number): Item[];
  /** Of so many of those who are there, by chance from all of them. Their names stay, and most of the rest changes. */
  nextKnown(count: number): Item[];
}

/** More than are updated in all rounds. Their pages are more than Postgres' own cache has room for. */
const SAMPLE = 100_000;
const BATCH = 5_000;
/** The creator of the seed's contacts. */
const userId = "usr_0123456789abcdefG";

/** Chooses them before anything is measured. */
export async function choosePeople(
  db: Database,
  { contacts, teamId }: { readonly contacts: number; readonly teamId: string },
): Promise<People> {
  const emails = await emailsOf(db, teamId, contacts);
  const author = { teamId, userId };
  let known = 0;
  let created = 0;
  return {
    nextNew: (count) =>
      Array.from({ length: count }, () => withEmailOnly(itemOf(author, rowOf("new", created++)))),
    nextKnown: (count) =>
      Array.from({ length: count }, () => {
        const { fields } = rowOf("new", known);
        const email = emails[known++ % emails.length] ?? "";
        return withEmailOnly(itemOf(author, { email, linkedinUrl: "", fields: withoutNames(fields) }));
      }),
  };
}

/** The contacts' ids are those that the seed makes of their numbers. */
async function emailsOf(db: Database, teamId: string, contacts: number): Promise<string[]> {
  const emails: string[] = [];
  for (let left = Math.min(SAMPLE, contacts); left > 0; left -= BATCH) {
    const ids = Array.from({ length: Math.min(left, BATCH) }, () => seededId(1 + randomInt(contacts)));
    const rows = await db
      .selectFrom("contacts")
      .select("fields")
      .where("team_id", "=", teamId)
      .where("record_id", "in", ids)
      .execute();
    for (const { fields } of rows) if (typeof fields["email"] === "string") emails.push(fields["email"]);
  }
  return emails;
}

function seededId(number: number): string {
  return `ctc_${createHash("md5").update(`c${number}`).digest("hex").slice(0, 17)}`;
}

function withoutNames({ firstName: _first, lastName: _last, ...fields }: Row["fields"]): Row["fields"] {
  return fields;
}

function withEmailOnly(item: Item): Item {
  const identifiers = item.upsert.identifiers.filter(({ kind }) => kind === "email");
  return { ...item, upsert: { ...item.upsert, identifiers } };
}
