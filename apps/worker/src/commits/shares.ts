import { BULK_SHARE, owedFor, shareCommit } from "./share-commit.ts";
import type { Share } from "./share-commit.ts";

/** Says what bulk may have of the next commits and slots beside interactive items. */
export interface Shares {
  /** Notes that interactive items came. */
  note(): void;
  /** Says whether no interactive items came for a while. */
  isCalm(): boolean;
  /** Says how many items of each lane the next commit takes. */
  of(waiting: Waiting, slots: Slots): Share;
  /**
   * Notes what a commit took, and how many bulk items still wait.
   * @returns whether bulk has more of the commit than its due
   */
  took(taken: Waiting, due: number, bulkLeft: number): boolean;
}

interface Waiting {
  readonly interactive: number;
  readonly bulk: number;
}

interface Slots {
  readonly busy: number;
  /** How many slots have commits with more of bulk than its due, or rest after one. */
  readonly filled: number;
}

/**
 * While interactive items come, bulk fills commits up to this size, and rests after each as long as it took. The reason
 * is that both share the cores and the event loop. (Measured on 2 cores, p99 of single POSTs beside an import against
 * idle: 5.5x at 150, 3.7x at 50, 2.4x at 100 with rests. The import's rate goes from 3,400 to 2,100 and 1,600 rows/s.)
 */
const SMALL_COMMIT = 100;
/**
 * When bulk has filled this many commits since the last interactive item, none are coming any more. That takes about a
 * second.
 */
const CALM_COMMITS = 40;

/** Keeps what bulk is owed, and when interactive items came last. */
export function createShares({ slots, maxItems }: { slots: number; maxItems: number }): Shares {
  let filledSince = CALM_COMMITS;
  let owed = 0;
  const isCalm = () => filledSince >= CALM_COMMITS;

  function maxFilled(interactive: number, { busy, filled }: Slots): number {
    // Both kinds wait, and there is a slot for each.
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
      // The debt is limited. It can grow large when only a few locks are left, and would then end in a flood.
      owed = bulkLeft === 0 ? 0 : Math.min(Math.max(left, 0), Math.max(1, maxItems * BULK_SHARE));
      const isFilled = taken.bulk > due;
      if (isFilled) filledSince++;
      return isFilled;
    },
  };
}
