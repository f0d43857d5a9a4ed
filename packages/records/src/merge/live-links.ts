import type { Tables } from "@onefold/database";
import type { EntityDefinition, RecordState } from "@onefold/identity";
import type { Transaction } from "kysely";
import { findRetired } from "../rows/load-records.ts";
import type { LockedRecord } from "../operations/lock-named.ts";

/**
 * Gives the records' states as far as their links count now. There is no link to a record that was deleted, and one id
 * for a record that they know by several. The rows keep what they have, for an undo.
 */
export async function withLiveLinks(
  trx: Transaction<Tables>,
  { link }: EntityDefinition,
  records: readonly LockedRecord[],
): Promise<RecordState[]> {
  if (!link) return records.map(({ state }) => state);
  const links = records.flatMap(({ teamId, state }) => {
    const linkedId = state.fields[link.field];
    return typeof linkedId === "string" ? [{ team_id: teamId, record_id: linkedId }] : [];
  });
  const retired = new Map(
    (await findRetired(trx, links)).map(({ record_id, survivor_id }) => [record_id, survivor_id]),
  );
  const idsOf = new Map<string, string>();
  return records.map(({ state }) => {
    const { [link.field]: linkedId, ...fields } = state.fields;
    if (typeof linkedId !== "string") return state;
    const liveId = retired.has(linkedId) ? retired.get(linkedId) : linkedId;
    if (!liveId) return { ...state, fields };
    const id = idsOf.get(liveId) ?? linkedId;
    idsOf.set(liveId, id);
    return { ...state, fields: { ...fields, [link.field]: id } };
  });
}
