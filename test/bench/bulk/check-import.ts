import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { sql } from "kysely";
import { z } from "zod";
import { withDatabase } from "../../support/with-database.ts";
import type { Imported } from "./run-import.ts";
import type { EmptyTeam } from "./stores.ts";
import type { Expected } from "./write-contacts.ts";

export interface Check {
  readonly team: EmptyTeam;
  readonly expected: Expected;
  readonly imported: Imported;
  readonly rejects: string;
}

const RejectedRow = z.object({ row: z.int(), code: z.string() });

const COUNTED = ["total", "pending", "created", "updated", "unmodified", "rejected", "cancelled"] as const;

/** @returns a sentence for each thing that is not as the generator knows it */
export async function checkImport({ team, expected, imported, rejects }: Check): Promise<string[]> {
  const { rows, created, updated, unmodified, rejected, rejectedRows } = expected;
  const known = { total: rows, pending: 0, created, updated, unmodified, rejected, cancelled: 0 };
  const problems = COUNTED.filter((name) => imported.counts[name] !== known[name]).map(
    (name) => `${name} is ${imported.counts[name]}, not ${known[name]}`,
  );
  const contacts = await countContacts(team);
  if (contacts !== created) problems.push(`there are ${contacts} contacts, not ${created}`);
  return [...problems, ...(await compareRejects(rejects, rejectedRows))];
}

/** Not those of the single POSTs, whose addresses are others (rows.ts). */
async function countContacts({ databaseUrl, teamId }: EmptyTeam): Promise<number> {
  return withDatabase(databaseUrl, async (db) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from contacts
       where team_id = ${teamId} and (email is null or email not like '%@example.com')`.execute(db);
    return rows[0]?.count ?? 0;
  });
}

async function compareRejects(path: string, expected: Expected["rejectedRows"]): Promise<string[]> {
  let index = 0;
  let wrong: string | undefined;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const told = RejectedRow.parse(JSON.parse(line));
    const bad = expected[index++];
    if (told.row !== bad?.row || told.code !== bad.code)
      wrong ??= `line ${index} of the rejects file is row ${told.row} with ${told.code}, not ${bad?.row} with ${bad?.code}`;
  }
  if (index !== expected.length) wrong ??= `the rejects file names ${index} rows, not ${expected.length}`;
  return wrong === undefined ? [] : [wrong];
}
