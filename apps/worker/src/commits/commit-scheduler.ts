import { setTimeout as delay } from "node:timers/promises";
import type { Lane } from "@onefold/queue";
import type { CommitSchedulerOptions, Gather, Left } from "./commit-scheduler-options.ts";
import { createLine } from "./line.ts";
import { pauseMs } from "./pause-ms.ts";
import type { Backoff } from "./pause-ms.ts";
import { createResting } from "./resting.ts";
import type { Pause } from "./resting.ts";
import { BULK_SHARE } from "./share-commit.ts";
import { createShares } from "./shares.ts";
import { createTurns } from "./turns.ts";
import { createWaiting } from "./waiting.ts";
import type { Waiting } from "./waiting.ts";

export interface CommitScheduler<Item> {
  /** Settles when all the items were committed. It rejects if they were given up. */
  add(items: readonly Item[], lane: Lane): Promise<void>;
  /** How many items wait or are being committed. */
  held(): number;
  /** How many slots are committing; one more than there are where single requests have the extra one. */
  busy(): number;
  /** How many commits failed and haven't got through yet. */
  failing(): number;
  /** How many milliseconds the longest kept item has waited for others; 0 if there is none. */
  longestHeldMs(): number;
}

interface Entry<Item> {
  readonly item: Item;
  readonly locks: readonly number[];
  /** The item's own locks and those of its links. */
  readonly needs: readonly number[];
  readonly group: Group;
  readonly lane: Lane;
  /** A number that rises in the order in which items came. */
  readonly place: number;
  /** How often others kept it from being committed, and since when. */
  tries: number;
  heldSince?: number;
}

/** Items that came together. They may be committed in several commits. */
interface Group {
  left: number;
  readonly settled: PromiseWithResolvers<void>;
}

interface Room {
  readonly most: number;
  readonly locks: number;
  readonly least: number;
  /** The locks of the items that were left so far. */
  readonly lockedByLeft: Set<number>;
}

interface Commit<Item> {
  readonly entries: Entry<Item>[];
  /** Whether bulk has more of it than its due. */
  readonly filled: boolean;
  /** How often it has failed. */
  readonly failures: number;
}

/** The pause between the tries of items that others keep. A transaction of a process at work takes some 10 ms. */
const HELD_MS: Backoff = { first: 5, longest: 250 };
/**
 * While a commit of interactive items is under way, those that come gather for the next one, up to this many and for this
 * long. A commit of a few costs nearly as much as one of many, and slots share the cores. (Measured on 2 cores with 32
 * clients that wait for their answers: with one slot the median is 0.85 to 0.9 of what it is with three.)
 */
const GATHER: Gather = { items: 64, ms: 25 };
/** The pause between the tries of a commit that fails. */
const FAILED_MS: Backoff = { first: 100, longest: 5_000 };

/**
 * Gathers items while the slots are busy, so that a commit grows with the load and a lone item never waits for long. A
 * second slot for interactive items alone is opened when many wait, or after a moment. Interactive items go first, in the
 * order in which they came. Bulk gets what they leave, at least a tenth. While interactive items come, bulk has half of the
 * slots. If bulk has taken all slots, one more is opened for interactive items, so that they start at once.
 *
 * No two slots have items with a lock in common. They would wait for each other in Postgres, all items of a commit for
 * the one. (Measured with a file that has duplicates at short distances: one of two slots waited 87 % of the time.)
 * Such an item lets others go first until that commit is done. Then it is the next.
 *
 * What can't be committed now rests without a slot and is tried again and again: others have its locks, or the database
 * refuses it. So an outage uses up no attempts of a chunk and loses nothing. An item that came later and shares a lock
 * with one that rests waits behind it; no other item does. A commit that failed stays together, so that it makes no
 * others fail.
 */
export function createCommitScheduler<Item>(options: CommitSchedulerOptions<Item>): CommitScheduler<Item> {
  const waiting: Record<Lane, Waiting<Entry<Item>>> = {
    interactive: createWaiting(createLine()),
    bulk: createWaiting(
      createTurns(
        ({ item }) => options.teamOf(item),
        () => createTurns(({ item }) => options.jobOf(item), createLine),
      ),
    ),
  };
  const shares = createShares(options);
  const resting = createResting<Entry<Item>>();
  /** Failed commits that have rested. */
  const again: Commit<Item>[] = [];
  const failed = new Set<Entry<Item>[]>();
  /** Items that others keep, the oldest first. */
  const kept = new Set<Entry<Item>>();
  /** The locks of all commits that are under way. */
  const lockedNow = new Set<number>();
  let committing = 0;
  let busySlots = 0;
  let filledSlots = 0;
  let failingSlots = 0;
  let restingSlots = 0;
  let places = 0;
  /** Commits under way that have interactive items only. */
  let lightCommits = 0;
  let lightStartedAt = 0;
  let gathering: NodeJS.Timeout | undefined;
  const gather = options.gather ?? GATHER;
  options.signal.addEventListener("abort", () => giveUp(resting.clear(), options.signal.reason), {
    once: true,
  });

  return {
    add(items, lane) {
      const group: Group = { left: items.length, settled: Promise.withResolvers() };
      if (items.length === 0) group.settled.resolve();
      for (const item of items) {
        const locks = options.locksOf(item);
        const needs = [...locks, ...options.linkLocksOf(item)];
        waiting[lane].push({ item, locks, needs, group, lane, place: places++, tries: 0 });
      }
      if (lane === "interactive" && items.length > 0) shares.note();
      openSlots();
      return group.settled.promise;
    },
    held: () =>
      waiting.interactive.size() +
      waiting.bulk.size() +
      resting.size() +
      again.reduce((sum, { entries }) => sum + entries.length, 0) +
      committing,
    busy: () => busySlots,
    failing: () => failed.size,
    longestHeldMs() {
      for (const { heldSince = 0 } of kept) return performance.now() - heldSince;
      return 0;
    },
  };

  function openSlots(): void {
    while (again.length > 0 && busySlots < options.slots) {
      const commit = again.shift();
      if (commit) void runSlot(commit);
    }
    for (;;) {
      const isExtra = busySlots >= options.slots;
      if (isExtra && !isShutOut()) break;
      if (isGathering()) {
        gathering ??= setTimeout(endGathering, lightStartedAt + gather.ms - performance.now() + 1);
        break;
      }
      const commit = takeCommit(isExtra);
      if (commit.entries.length === 0) break;
      void runSlot(commit);
    }
  }

  /** A younger commit may be under way by now: then they gather on. */
  function endGathering(): void {
    gathering = undefined;
    openSlots();
  }

  /** Says whether interactive items that wait are better committed together, after the commit that is under way. */
  function isGathering(): boolean {
    const count = waiting.interactive.size();
    return (
      lightCommits > 0 &&
      waiting.bulk.size() === 0 &&
      count > 0 &&
      count < Math.min(gather.items, options.maxItems) &&
      performance.now() - lightStartedAt < gather.ms
    );
  }

  /** Says whether an interactive item waits although it should go first: bulk or failing commits have all the slots. */
  function isShutOut(): boolean {
    return (
      waiting.interactive.size() > 0 &&
      busySlots === options.slots &&
      filledSlots + failingSlots === busySlots
    );
  }

  async function runSlot(commit: Commit<Item>): Promise<void> {
    const { entries, filled, failures } = commit;
    committing += entries.length;
    for (const lock of locksIn(entries)) lockedNow.add(lock);
    busySlots++;
    if (filled) filledSlots++;
    if (failures > 0) failingSlots++;
    const startedAt = performance.now();
    const isLight = entries.every(({ lane }) => lane === "interactive");
    if (isLight) {
      lightCommits++;
      lightStartedAt = startedAt;
    }
    const parts = partsOf(commit);
    for (const [index, part] of parts.entries()) await runPart(part, parts.slice(index + 1));
    if (isLight) lightCommits--;
    busySlots--;
    if (filled) filledSlots--;
    if (failures > 0) failingSlots--;
    if (filled && !shares.isCalm()) void restSlot(performance.now() - startedAt);
    openSlots();
  }

  /** Gives the commits that a slot makes of one. What has failed is such a part already, and stays the same. */
  function partsOf(commit: Commit<Item>): Commit<Item>[] {
    const { apartOf } = options;
    if (!apartOf || commit.failures > 0) return [commit];
    const parts = Map.groupBy(commit.entries, ({ item }) => apartOf(item));
    return Array.from(parts.values(), (entries) => ({ ...commit, entries }));
  }

  /** @param later the parts that come after it: two locks may be the same, as they are hashes */
  async function runPart(part: Commit<Item>, later: readonly Commit<Item>[]): Promise<void> {
    let end: () => void;
    try {
      if (options.apartOf) options.signal.throwIfAborted();
      const left = await options.commit(part.entries.map(({ item }) => item));
      end = () => endCommit(part, left);
    } catch (error) {
      end = () => failCommit(part, error);
    }
    committing -= part.entries.length;
    const stillLocked = locksIn(later.flatMap(({ entries }) => entries));
    for (const lock of locksIn(part.entries)) if (!stillLocked.has(lock)) lockedNow.delete(lock);
    end();
  }

  function locksIn(entries: readonly Entry<Item>[]): Set<number> {
    return new Set(entries.flatMap(({ locks }) => locks));
  }

  function endCommit({ entries, failures }: Commit<Item>, left: Left<Item>): void {
    const [held, rest] = [new Set(left.held), new Set(left.rest)];
    if (failures > 0) {
      failed.delete(entries);
      options.onRecovery();
    }
    const done = entries.filter(({ item }) => !held.has(item) && !rest.has(item));
    done.forEach(settle);
    putBack(entries.filter(({ item }) => rest.has(item)));
    // Items that followed one of these can go now, or wait for another.
    if (failures > 0 || done.some(({ tries }) => tries > 0)) putBack(resting.takeFollowers());
    keep(entries.filter(({ item }) => held.has(item)));
  }

  function settle(entry: Entry<Item>): void {
    if (entry.heldSince !== undefined) {
      kept.delete(entry);
      options.onFreed(performance.now() - entry.heldSince);
    }
    if (--entry.group.left === 0) entry.group.settled.resolve();
  }

  function keep(entries: readonly Entry<Item>[]): void {
    if (entries.length === 0) return;
    for (const entry of entries) {
      entry.tries++;
      entry.heldSince ??= performance.now();
      kept.add(entry);
    }
    const tries = Math.max(...entries.map((entry) => entry.tries));
    const ms = pauseMs(options.heldMs ?? HELD_MS, tries);
    layAside(entries, { ms, goesFirst: false }, () => putBack(entries));
  }

  function failCommit({ entries, failures }: Commit<Item>, error: unknown): void {
    failed.add(entries);
    const waitMs = pauseMs(FAILED_MS, failures + 1);
    if (!options.signal.aborted) options.onFailure(error, waitMs);
    // It has had its share of the slots, so it doesn't count as filled by bulk.
    const commit = { entries, filled: false, failures: failures + 1 };
    // The commit starts again as it is, so no item that shares a lock may start before it.
    layAside(entries, { ms: waitMs, goesFirst: true }, () => {
      for (const lock of entries.flatMap(({ locks }) => locks)) lockedNow.add(lock);
      again.push(commit);
    });
  }

  function layAside(entries: readonly Entry<Item>[], pause: Pause, giveBack: () => void): void {
    if (options.signal.aborted) return giveUp(entries, options.signal.reason);
    resting.rest(entries, pause, () => {
      giveBack();
      openSlots();
    });
  }

  function giveUp(entries: readonly Entry<Item>[], reason: unknown): void {
    for (const entry of entries) {
      kept.delete(entry);
      entry.group.settled.reject(reason);
    }
  }

  function putBack(entries: readonly Entry<Item>[]): void {
    for (const lane of ["interactive", "bulk"] as const)
      waiting[lane].putBack(entries.filter((entry) => entry.lane === lane));
  }

  /** Lets a slot rest after bulk. While interactive items come, half of its time is theirs. */
  async function restSlot(ms: number): Promise<void> {
    restingSlots++;
    await (options.rest ?? delay)(ms);
    restingSlots--;
    openSlots();
  }

  function takeCommit(isExtra: boolean): Commit<Item> {
    const { maxLocks } = options;
    // A later item may not go before an earlier one that waits for one of several locks.
    const lockedByLeft = new Set<number>();
    const wanted = shareOf(waiting.interactive.size());
    const locks = wanted.due > 0 ? maxLocks * (1 - BULK_SHARE) : maxLocks;
    const first = take(waiting.interactive, { most: wanted.interactive, locks, least: 1, lockedByLeft });
    // If no interactive item can go yet, bulk may use the idle slot.
    const share = first.entries.length > 0 ? wanted : shareOf(0);
    const rest = take(waiting.bulk, {
      lockedByLeft,
      most: isExtra && first.entries.length === 0 ? 0 : share.bulk,
      locks: maxLocks - first.locks,
      // An item that is due goes, however many locks it needs. Items that only fill up go if locks are left.
      least: share.due > 0 || first.entries.length === 0 ? 1 : 0,
    });
    const taken = { interactive: first.entries.length, bulk: rest.entries.length };
    const filled = shares.took(taken, share.due, waiting.bulk.size());
    return { entries: [...first.entries, ...rest.entries], filled, failures: 0 };
  }

  function shareOf(interactive: number) {
    const slots = { busy: busySlots, filled: filledSlots + restingSlots };
    return shares.of({ interactive, bulk: waiting.bulk.size() }, slots);
  }

  function take(line: Waiting<Entry<Item>>, room: Room) {
    const { lockedByLeft } = room;
    let count = 0;
    let locks = 0;
    const entries = line.take((entry) => {
      if (count >= room.most) return "stop";
      if (resting.follows(entry)) return "drop";
      if (entry.needs.some((lock) => lockedNow.has(lock) || lockedByLeft.has(lock))) {
        for (const lock of entry.locks) lockedByLeft.add(lock);
        return "leave";
      }
      const more = entry.locks.length;
      if (count >= room.least && locks + more > room.locks) return "stop";
      count++;
      locks += more;
      return "take";
    });
    return { entries, locks };
  }
}
