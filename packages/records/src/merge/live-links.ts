import type { Tables } from "@onefold/database";
import type { RecordState } from "@onefold/identity";
import type { Transaction } from "kysely";
import { findRetired } from "../rows/load-records.ts";
import type { LockedRecord } from "../operations/lock-named.ts";

/**
 * The records' states as far as their links count now: none where the company was deleted, and one id for a
 * company that they know by several. The rows keep what they have, for an undo.
 */
export async function withLiveLinks(
  trx: Transaction<Tables>,
  records: readonly LockedRecord[],
): Promise<RecordState[]> {
  const links = records.flatMap(({ teamId, state }) => {
    const companyId = state.fields["companyId"];
    return typeof companyId === "string" ? [{ team_id: teamId, record_id: companyId }] : [];
  });
  const retired = new Map(
    (await findRetired(trx, links)).map(({ record_id, survivor_id }) => [record_id, survivor_id]),
  );
  const idsOf = new Map<string, string>();
  return records.map(({ state }) => {
    const { companyId, ...fields } = state.fields;
    if (typeof companyId !== "string") return state;
    const liveId = retired.has(companyId) ? retired.get(companyId) : companyId;
    if (!liveId) return { ...state, fields };
    const id = idsOf.get(liveId) ?? companyId;
    idsOf.set(liveId, id);
    return { ...state, fields: { ...fields, companyId: id } };
  });
}
