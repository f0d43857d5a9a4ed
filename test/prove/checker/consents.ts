import type { Entry } from "./evidence.ts";
import type { AppliedWrite, Merge } from "./effects.ts";

/** Whether a person may be written to, as it was said of a record. */
interface Consent {
  readonly recordId: string;
  readonly unsubscribed: boolean;
  readonly effective: number;
  readonly clock: number;
}

export interface Consents {
  readonly said: readonly Consent[];
  /** Records of which clients can't know: a row from before a merge, or its undo, may have been applied after it, for one. */
  readonly unclear: ReadonlySet<string>;
}

/**
 * All that was said of records by operations and by rows of uploads. What was said while two records were one, an undo
 * leaves with both; those that were parts of it before get it by their own undo.
 */
export function consentsOf(
  entries: readonly Entry[],
  writes: readonly AppliedWrite[],
  merges: readonly Merge[],
  isGone: (recordId: string) => boolean,
): Consents {
  const said: Consent[] = [...byOperations(entries), ...writes.flatMap(byRow)];
  const unclear = new Set<string>();
  const undone = merges.flatMap((merge) =>
    merge.undoneAt === undefined ? [] : [{ ...merge, until: merge.undoneAt }],
  );
  for (const { survivorId, secondaryIds, clock, until } of undone.toSorted((a, b) => a.until - b.until)) {
    const ofSurvivor = said.filter(({ recordId }) => recordId === survivorId);
    const isUnclear =
      unclear.has(survivorId) ||
      // With a record its history goes, and with that what was said of it.
      isGone(survivorId) ||
      ofSurvivor.some((each) => each.effective !== each.clock && each.effective < clock) ||
      writes.some((each) => each.recordId === survivorId && each.write.unsubscribed && each.clock < until);
    const last = ofSurvivor
      .filter((each) => each.clock >= clock && each.clock < until)
      .toSorted((a, b) => b.effective - a.effective || b.clock - a.clock)[0];
    for (const recordId of secondaryIds) {
      if (isUnclear) unclear.add(recordId);
      if (last) said.push({ ...last, recordId });
    }
  }
  return { said, unclear };
}

function byOperations(entries: readonly Entry[]): Consent[] {
  return entries.flatMap(({ action, clock, recordId }) =>
    action === "unsubscribe" || action === "resubscribe"
      ? [{ recordId, unsubscribed: action === "unsubscribe", effective: clock, clock }]
      : [],
  );
}

function byRow({ recordId, clock, write, refused }: AppliedWrite): Consent[] {
  if (!write.unsubscribed || refused.some(({ field }) => field === "unsubscribed")) return [];
  return [{ recordId, unsubscribed: true, effective: Math.min(write.observedAt ?? clock, clock), clock }];
}
