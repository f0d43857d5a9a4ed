import pg from "pg";
import type { Finding } from "./evidence.ts";

/** Read-only, past the API: what has to hold in the tables of a team when all has ended. */
const INVARIANTS: readonly {
  readonly kind: Finding["kind"];
  readonly says: string;
  readonly query: string;
}[] = [
  {
    kind: "applied twice",
    says: "an item has two receipts",
    query: `select job_id || ' row ' || "row" as what from receipts where team_id = $1
             group by job_id, "row" having count(*) > 1`,
  },
  {
    kind: "duplicate record",
    says: "an identifier is of a contact that isn't there",
    query: `select i.kind || ' of ' || i.record_id as what from contact_identifiers i where i.team_id = $1
             and not exists (select from contacts c where c.team_id = $1 and c.record_id = i.record_id)`,
  },
  {
    kind: "duplicate record",
    says: "a contact shows an e-mail that isn't its own",
    query: `select c.record_id as what from contacts c where c.team_id = $1 and c.email is not null
             and not exists (select from contact_identifiers i where i.team_id = $1 and i.kind = 'email'
                              and i.value = c.email and i.record_id = c.record_id)`,
  },
  {
    kind: "duplicate record",
    says: "a contact has no identifier",
    query: `select c.record_id as what from contacts c where c.team_id = $1
             and not exists (select from contact_identifiers i where i.team_id = $1 and i.record_id = c.record_id)`,
  },
  {
    kind: "duplicate record",
    says: "an id that was merged away is alive",
    query: `select c.record_id as what from contacts c join retired_records r
                on r.team_id = c.team_id and r.record_id = c.record_id where c.team_id = $1`,
  },
  {
    kind: "lost",
    says: "a job is still open",
    query: `select job_id as what from jobs where team_id = $1 and finished_at is null`,
  },
];

/** @param databaseUrl of the records */
export async function checkTables(databaseUrl: string, teamId: string): Promise<Finding[]> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: "-c default_transaction_read_only=on",
  });
  await client.connect();
  try {
    const findings: Finding[] = [];
    for (const { kind, says, query } of INVARIANTS) {
      const { rows } = await client.query<{ what: string }>(query, [teamId]);
      for (const { what } of rows) findings.push({ kind, message: `In the tables ${says}: ${what}.` });
    }
    return findings;
  } finally {
    await client.end();
  }
}
