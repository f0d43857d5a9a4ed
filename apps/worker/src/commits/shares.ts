import { BULK_SHARE, owedFor, shareCommit } from "./share-commit.ts";
import type { Share } from "./share-commit.ts";

/** What bulk may have of the next commits and slots beside interactive items. */
export interface Shares {
  /** Interactive items came. */
  note(): void;
  /** No interactive items came for a while. */
  isCalm(): boolean;
  /** How many items of each lane the next commit takes. */
  of(waiting: Waiting, slots: Slots): Share;
  /** A commit took so many, and so many of bulk still wait. @returns whether bulk has more of it than is its due */
  took(taken: Waiting, due: number, bulkLeft: number): boolean;
}

interface Waiting {
  readonly interactive: number;
  readonly bulk: number;
}

interface Slots {
  readonly busy: number;
  /** Bulk has more of their commits than is its due, or they rest after such a commit. */
  readonly filled: number;
}

/**
 * While interactive items come, bulk fills commits up to so many, and rests after each as long as it took: they share
 * the cores and the event loop with it. (Measured on 2 cores, p99 of single POSTs beside an import against idle: 5.5x
 * at 150, 3.7x at 50, 2.4x at 100 with rests, while its rate goes from 3,400 to 2,100 and 1,600 rows/s.)
 */
const SMALL_COMMIT = 100;
/** They have ceased to come when bulk has filled so many in between: about a second. */
const CALM_COMMITS = 40;

/** Keeps what bulk is owed, and when interactive items came last. */
export function createShares({ slots, maxItems }: { slots: number; maxItems: number }): Shares {
  let filledSince = CALM_COMMITS;
  let owed = 0;
  const isCalm = () => filledSince >= CALM_COMMITS;

  function maxFilled(interactive: number, { busy, filled }: Slots): number {
    // Both wait, and there is a slot for each.
    const apart = interactive > 0 && busy + 1 < slots;
    const most = isCalm() ? slots : Math.max(1, Math.floor(slots / 2));
    if (apart || filled >= most) return 0;
    return isCalm() ? maxItems : Math.min(SMALL_COMMIT, maxItems);
  }

  return {
    note() {
      filledSince = 0;
    },
    isCalm,
    of: (waiting, state) =>
      shareCommit({ ...waiting, owed, maxItems, maxFilled: maxFilled(waiting.interactive, state) }),
    took(taken, due, bulkLeft) {
      const left = owed + owedFor(taken.interactive) - taken.bulk;
      // A debt that grew large, because a few locks are all that was left, would end in a flood.
      owed = bulkLeft === 0 ? 0 : Math.min(Math.max(left, 0), Math.max(1, maxItems * BULK_SHARE));
      const isFilled = taken.bulk > due;
      if (isFilled) filledSince++;
      return isFilled;
    },
  };
}
