import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { itemOf } from "../ceiling/build-items.ts";
import { rowOf } from "../rows.ts";

/** Upserts for one database, always of people that weren't given yet, or not for long. */
export interface People {
  /** Of so many people whom nobody knows. */
  nextNew(count: number): Item[];
  /** Of so many of those who are there, spread over all of them. */
  nextKnown(count: number): Item[];
}

/** More than any cache of Postgres has the pages of, so that those of few are there when they are asked for. */
const SAMPLE = 100_000;
/** The creator of the seed's contacts. */
const userId = "usr_0123456789abcdefG";

/** Chooses them before anything is measured, as to look for them brings them into the cache. */
export async function choosePeople(
  db: Database,
  { contacts, teamId }: { readonly contacts: number; readonly teamId: string },
): Promise<People> {
  const { rows } = await sql<{ email: string }>`
    select email from (
      select fields ->> 'email' as email from contacts tablesample system (${Math.min(100, (SAMPLE * 200) / contacts)})
       where team_id = ${teamId}) c
     order by random() limit ${SAMPLE}`.execute(db);
  const author = { teamId, userId };
  let known = 0;
  let created = 0;
  return {
    nextNew: (count) => Array.from({ length: count }, () => itemOf(author, rowOf("new", created++))),
    nextKnown: (count) =>
      Array.from({ length: count }, () => {
        const email = rows[known % rows.length]?.email ?? "";
        const { fields } = rowOf("new", known++);
        const item = itemOf(author, { email, linkedinUrl: "", fields });
        return { ...item, upsert: { ...item.upsert, identifiers: [{ kind: "email", value: email }] } };
      }),
  };
}
