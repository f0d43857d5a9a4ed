import type { FieldRejection, Warning } from "@onefold/contract";
import type { Clash, EntityDefinition } from "@onefold/identity";

/** Why a record that an item's identifier names stays apart from the one that the item reached. */
export type LeftBecause = "prefer" | "limit" | "contradiction" | "different" | "suspicious";

export interface LeftClash extends Clash {
  readonly because: LeftBecause;
}

const REASONS = {
  prefer: "duplicate",
  contradiction: "duplicate",
  different: "duplicate",
  limit: "limit",
  suspicious: "suspicious",
} as const satisfies Record<LeftBecause, FieldRejection["reason"]>;

/** Says that the identifier stays with its owner. */
export function rejectionOf({ field, value, recordId, because }: LeftClash): FieldRejection {
  return { field, reason: REASONS[because], rejectedValue: value, conflictingRecordId: recordId };
}

const BECAUSE: Readonly<Record<LeftBecause, string>> = {
  prefer: "onConflict=prefer merges nothing",
  contradiction: "each has a LinkedIn page or a Sales Navigator id of its own",
  different: "they were noted as different",
  limit: "one record can't hold all that both have",
  suspicious: "so many have come with these identifiers that they can't be one's",
};

/** Warns of each record that stays apart, and says how to make them one. It may be the item's own record. */
export function duplicateWarnings(
  { words }: EntityDefinition,
  reachedId: string,
  left: readonly LeftClash[],
): Warning[] {
  if (left.length === 0) return [];
  const first = new Map(left.toReversed().map((clash) => [clash.recordId, clash]));
  return Array.from(first.values(), ({ field, recordId, because }) => {
    const route = `/api/${words.many}`;
    const body = JSON.stringify({ primaryId: reachedId, secondaryIds: [recordId] });
    const back = because === "different" ? ` To take the note back: DELETE ${route}/different.` : "";
    return {
      code: "POSSIBLE_DUPLICATE",
      field,
      recordIds: [reachedId, recordId],
      message:
        `${field} belongs to ${recordId}, and this request went to ${reachedId}. They were left apart: ` +
        `${BECAUSE[because]}. If they are one, merge them: POST ${route}/merge with ${body}.${back}`,
    };
  });
}
