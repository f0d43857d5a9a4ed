import type { Entry } from "./evidence.ts";
import type { AppliedWrite, Merge } from "./effects.ts";

/** Whether a person may be written to, as it was said of a record. */
interface Consent {
  readonly recordId: string;
  readonly unsubscribed: boolean;
  readonly effective: number;
  readonly clock: number;
  /** When the operation that said it was sent, in milliseconds since 1970. */
  readonly sentAt: number | undefined;
}

/** What consents are read from. */
export interface Said {
  readonly entries: readonly Entry[];
  readonly writes: readonly AppliedWrite[];
  readonly merges: readonly Merge[];
  readonly isGone: (recordId: string) => boolean;
  /** When a client asked for the job. */
  readonly sentAtOf: (jobId: string) => number | undefined;
  /**
   * Whether an operation was after each merge that may have been before it. An upsert has its clock before it is applied:
   * what an operation with a later clock said can have been said before the merge, of the survivor alone.
   */
  readonly unsureAreLater: boolean;
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
export function consentsOf({ entries, writes, merges, isGone, sentAtOf, unsureAreLater }: Said): Consents {
  const said: Consent[] = [...byOperations(entries, sentAtOf), ...writes.flatMap(byRow)];
  const unclear = new Set<string>();
  const undone = merges.flatMap((merge) =>
    merge.undoneAt === undefined ? [] : [{ ...merge, until: merge.undoneAt }],
  );
  for (const merge of undone.toSorted((a, b) => a.until - b.until)) {
    const { survivorId, secondaryIds, clock, until } = merge;
    const ofSurvivor = said.filter(({ recordId }) => recordId === survivorId);
    const meanwhile = ofSurvivor.filter(
      (each) => each.clock >= clock && each.clock < until && (unsureAreLater || isSurelyLater(each, merge)),
    );
    const isUnclear =
      unclear.has(survivorId) ||
      // With a record its history goes, and with that what was said of it.
      isGone(survivorId) ||
      ofSurvivor.some((each) => each.effective !== each.clock && each.effective < clock) ||
      writes.some((each) => each.recordId === survivorId && each.write.unsubscribed && each.clock < until);
    const last = meanwhile.toSorted((a, b) => b.effective - a.effective || b.clock - a.clock)[0];
    for (const recordId of secondaryIds) {
      if (isUnclear) unclear.add(recordId);
      if (last) said.push({ ...last, recordId });
    }
  }
  return { said, unclear };
}

function isSurelyLater({ sentAt }: Consent, { isAskedFor, answeredAt }: Merge): boolean {
  return isAskedFor || (sentAt !== undefined && answeredAt !== undefined && sentAt > answeredAt);
}

function byOperations(entries: readonly Entry[], sentAtOf: Said["sentAtOf"]): Consent[] {
  return entries.flatMap(({ action, clock, recordId, jobId }) =>
    action === "unsubscribe" || action === "resubscribe"
      ? [
          {
            recordId,
            unsubscribed: action === "unsubscribe",
            effective: clock,
            clock,
            sentAt: sentAtOf(jobId),
          },
        ]
      : [],
  );
}

function byRow({ recordId, clock, write, refused }: AppliedWrite): Consent[] {
  if (!write.unsubscribed || refused.some(({ field }) => field === "unsubscribed")) return [];
  const effective = Math.min(write.observedAt ?? clock, clock);
  return [{ recordId, unsubscribed: true, effective, clock, sentAt: undefined }];
}
