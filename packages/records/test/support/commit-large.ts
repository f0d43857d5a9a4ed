import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { commitReady } from "../../src/index.ts";
import { email, newTeam } from "./team.ts";

/**
 * Commits `COUNT` tiny upserts of records of 250 KB each, and as many to one record that each adds to, and says how much
 * memory the process took at most.
 */
const COUNT = Number(process.env["COUNT"]);
const db = createDatabase({ url: process.env["DATABASE_URL"] ?? "", max: 2 });
const { teamId, item } = await newTeam(db);
await sql`
  with large as (select jsonb_object_agg('f' || n, repeat('x', 5000)) as fields from generate_series(1, 50) n),
  made as (
    insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock)
    select ${teamId}, 'ctc_' || n, fields, '{}', 'test', 'usr_test', 1, 1
      from large, generate_series(1, ${COUNT}) n returning record_id)
  insert into contact_identifiers (team_id, kind, value, record_id, clock)
  select ${teamId}, 'email', record_id || '@example.com', record_id, 1 from made`.execute(db);

const of = (build: (n: number) => Parameters<typeof item>[0]) =>
  Array.from({ length: COUNT }, (_, n) => item(build(n + 1)));
const loads = [
  of((n) => ({ identifiers: [email(`ctc_${n}@example.com`)], set: { jobTitle: "CTO" } })),
  of((n) => ({ identifiers: [email("grows@example.com")], set: { [`g${n}`]: "y".repeat(500) } })),
];
const commits = [0, 0];
for (const [index, load] of loads.entries())
  for (let left: typeof load = load; left.length > 0;) {
    const { held, rest } = await commitReady(db, left);
    if (held.length > 0) throw new Error("somebody else is here");
    left = [...rest];
    commits[index] = (commits[index] ?? 0) + 1;
  }
const { rows } = await sql<{ count: number }>`select count(*)::int as count from receipts`.execute(db);
await db.destroy();
process.stdout.write(
  JSON.stringify({ commits, receipts: rows[0]?.count, peakMb: process.resourceUsage().maxRSS / 1024 }),
);
