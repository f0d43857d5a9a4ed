import type { Tables } from "@onefold/database";
import type { EntityDefinition } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import type { OwnedIdentifier } from "../commit/commit-state.ts";
import type { RecordRow } from "../rows/record-row.ts";
import type { MergeDetail } from "./merge-detail.ts";

/**
 * Brings identifiers to their new forms in what is kept of a record's merges, so that an undo still knows whose they
 * are.
 * @param forms the new value by `kind value` of the old one
 */
export async function respellMerges(
  trx: Transaction<Tables>,
  definition: EntityDefinition,
  { teamId, recordId }: { readonly teamId: string; readonly recordId: string },
  forms: ReadonlyMap<string, string>,
): Promise<void> {
  const { rows } = await sql<{ job_id: string; row: number; detail: MergeDetail }>`
    select job_id, "row", detail from merges
     where team_id = ${teamId} and detail is not null
       and survivor_id in (
             select ${recordId} union all
             select record_id from retired_records where team_id = ${teamId} and survivor_id = ${recordId})
       for update`.execute(trx);
  for (const { job_id, row, detail } of rows)
    await sql`
      update merges set detail = ${JSON.stringify(respelled(definition, detail, forms))}::json
       where team_id = ${teamId} and job_id = ${job_id} and "row" = ${row}`.execute(trx);
}

function respelled(
  definition: EntityDefinition,
  detail: MergeDetail,
  forms: ReadonlyMap<string, string>,
): MergeDetail {
  return {
    ...detail,
    restored: respelledRow(definition, detail.restored, forms),
    secondaries: detail.secondaries.map(({ row, identifiers }) => ({
      row: respelledRow(definition, row, forms),
      identifiers: respelledIdentifiers(identifiers, forms),
    })),
  };
}

function respelledRow(
  { identifiers }: EntityDefinition,
  row: RecordRow,
  forms: ReadonlyMap<string, string>,
): RecordRow {
  const fields = { ...row.fields };
  for (const { kind, field } of identifiers) {
    const value = forms.get(`${kind} ${String(fields[field])}`);
    if (value !== undefined) fields[field] = value;
  }
  return { ...row, fields };
}

/** Gives each identifier once. */
function respelledIdentifiers(
  identifiers: readonly OwnedIdentifier[],
  forms: ReadonlyMap<string, string>,
): OwnedIdentifier[] {
  const all = identifiers.map((each) => {
    const value = forms.get(`${each.kind} ${each.value}`) ?? each.value;
    return [`${each.kind} ${value}`, { ...each, value }] as const;
  });
  return [...new Map(all).values()];
}
