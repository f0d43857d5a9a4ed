import type { Database } from "@onefold/database";
import { sql } from "kysely";

/**
 * Copies of a contact that one item made, as if each had come by an item of its own, an e-mail and aliases; and of each an
 * id that was merged into it.
 */
export async function multiply(
  db: Database,
  { teamId, recordId, clock }: { readonly teamId: string; readonly recordId: string; readonly clock: number },
  { copies, aliases }: { readonly copies: number; readonly aliases: number },
): Promise<void> {
  const own = sql`team_id = ${teamId} and record_id = ${recordId}`;
  const id = sql`'ctc_copy' || lpad(n::text, 12, '0')`;
  const at = sql`${clock}::bigint + n`;
  const each = sql`generate_series(1, ${copies}::int) n`;
  const renamed = (text: "fields" | "stamps" | "result") => sql`
    replace(replace(replace(${sql.ref(text)}::text, ${recordId}, ${id}), ${String(clock)}, (${at})::text),
            '@example.com', n || '@example.com')`;
  await sql`
    insert into contacts (team_id, record_id, fields, stamps, source, created_by, created_clock, updated_clock)
    select team_id, ${id}, ${renamed("fields")}::jsonb, ${renamed("stamps")}::jsonb, source, created_by, ${at}, ${at}
      from contacts, ${each} where ${own}`.execute(db);
  await sql`
    insert into contact_identifiers (team_id, kind, value, record_id, clock)
    select team_id, kind, replace(value, '@example.com', n || '@example.com'), ${id}, ${at}
      from contact_identifiers, ${each} where ${own}
    union all
    select ${teamId}, 'email', 'alias' || a || '.' || n || '@example.com', ${id}, ${at}
      from ${each}, generate_series(1, ${aliases}::int) a`.execute(db);
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, key_id, result)
    select team_id, day, job_id, n, ${at}, ${id}, key_id, ${renamed("result")}::json
      from receipts, ${each} where ${own}`.execute(db);
  await sql`
    insert into retired_records (team_id, record_id, parent_id, survivor_id, clock)
    select ${teamId}, 'ctc_gone' || lpad(n::text, 12, '0'), ${id}, ${id}, ${at} from ${each}`.execute(db);
  for (const table of ["contacts", "contact_identifiers", "receipts", "retired_records"])
    await sql`analyze ${sql.table(table)}`.execute(db);
}
