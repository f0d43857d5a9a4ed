import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { allEntities } from "../rows/entity-tables.ts";
import type { EntityTables } from "../rows/entity-tables.ts";
import type { RecordKey } from "../rows/load-records.ts";
import { judgeRecord } from "./judge-record.ts";
import type { Verdict, Wrong } from "./judge-record.ts";
import type { JudgedRecord } from "./judged-record.ts";
import { readJudged } from "./read-judged.ts";
import type { Verifying } from "./verifying.ts";

/** Each field of these records is what its last item wrote. */
export async function verifyLatestFields(
  trx: Transaction<Tables>,
  verifying: Verifying,
  keys: readonly RecordKey[],
): Promise<void> {
  for (const tables of allEntities) {
    const own = keys.filter(({ record_id }) => record_id.startsWith(tables.definition.idPrefix));
    if (own.length === 0) continue;
    for (const record of await readJudged(trx, tables, own, verifying.since)) {
      verifying.judged.records++;
      for (const verdict of judgeRecord(record, verifying.keptFrom))
        await tell(trx, verifying, record, verdict);
    }
  }
}

async function tell(
  trx: Transaction<Tables>,
  { judged, unjudged, findings }: Verifying,
  record: JudgedRecord,
  verdict: Verdict,
): Promise<void> {
  const { teamId, recordId } = record;
  const add = ({ invariant, ...wrong }: Wrong) => findings.add(invariant, { teamId, recordId, ...wrong });
  if (verdict.kind === "untold") unjudged.fieldsUntold++;
  if (verdict.kind === "past-retention") unjudged.fieldsPastRetention++;
  if (verdict.kind === "right" || verdict.kind === "wrong") judged.fields++;
  if (verdict.kind === "wrong") {
    const { kind: _, ...wrong } = verdict;
    add(wrong);
  }
  if (verdict.kind === "link") {
    if (await haveMerged(trx, record, verdict.ids)) unjudged.fieldsUntold++;
    else add(verdict.wrong);
  }
}

/** Whether one of the linked records was ever a part of another, or is gone: a receipt tells by what id it went then. */
async function haveMerged(
  trx: Transaction<Tables>,
  { teamId, definition }: JudgedRecord,
  ids: readonly string[],
): Promise<boolean> {
  const target = allEntities.find((tables: EntityTables) => tables.definition.entity === definition.link?.to);
  if (!target) return true;
  const { rows } = await sql`
    select from unnest(${ids}::text[]) as d(id)
     where exists (select from retired_records t
                    where t.team_id = ${teamId} and t.record_id = d.id collate "C")
        or exists (select from merges m
                    where m.team_id = ${teamId} and m.undone_clock is not null and m.restored_ids @> array[d.id])
        or not exists (select from ${sql.table(target.records)} c
                        where c.team_id = ${teamId} and c.record_id = d.id collate "C")`.execute(trx);
  return rows.length > 0;
}
