import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../create-database.ts";
import { beatOn, lookAt } from "./beats.ts";
import { standingOf } from "./standing.ts";
import type { Identity, Sight, Standing } from "./standing.ts";

export interface ReplicaWatchOptions {
  readonly primary: Database;
  /** With a connection that nothing else uses. */
  readonly replica: Database;
  /** Of this process's row in `processes`. */
  readonly processId: string;
  /** A replica that is further behind isn't read from, in milliseconds. */
  readonly maxLagMs: number;
  /** Told when another kind of standing comes. */
  onChange(standing: Standing): void;
  /** Told when the replica doesn't answer in time, or not at all. What is under way on it should be given up. */
  onAbsent(): void;
}

/** Knows how a read replica stands. It asks nobody: the replica is looked at each second. */
export interface ReplicaWatch extends AsyncDisposable {
  standing(): Standing;
  /**
   * How far the replica is behind at most, in milliseconds; infinite if it has shown nothing yet. As it is looked at each
   * second, one that follows at once is told with 0.2 to 1.5 seconds.
   */
  lagMs(): number;
}

const EVERY_MS = 1_000;
/** A replica that follows has the beat by then. */
const LOOK_AFTER_MS = 200;
/** A replica that takes longer to say how it is isn't read from. */
const PATIENCE_MS = 1_000;
/** So many looks in a row: a busy server may miss one, and what is under way there is nearly done. */
const ABSENCES = 2;

/** Begins to watch. Nothing is read from the replica before it has shown a beat. */
export function watchReplica({
  primary,
  replica,
  processId,
  maxLagMs,
  onChange,
  onAbsent,
}: ReplicaWatchOptions): ReplicaWatch {
  const startedAt = performance.now();
  const stopping = new AbortController();
  let known: Identity | undefined;
  let sight: Sight | undefined;
  /** How many looks in a row it didn't answer. */
  let absences = 0;
  let beatenAt = startedAt;
  /** The latest beat that the replica has shown. */
  let shownMs = -Infinity;
  let beating: Promise<void> | undefined;
  let told: Standing["kind"] = "unproven";
  const running = run();

  function lagMs(): number {
    return performance.now() - shownMs;
  }

  function standing(): Standing {
    const now = performance.now();
    const times = { lagMs: now - shownMs, beatAgoMs: now - beatenAt, watchedMs: now - startedAt };
    return standingOf({ sight, primary: known, ...times }, maxLagMs);
  }

  async function run(): Promise<void> {
    const pause = (ms: number) => delay(ms, undefined, { signal: stopping.signal }).catch(() => {});
    while (!stopping.signal.aborted) {
      // Nobody waits for it: where the primary stands still, the replica is looked at all the same.
      beating ??= beat().finally(() => (beating = undefined));
      await pause(LOOK_AFTER_MS);
      if (!stopping.signal.aborted) await look();
      tellChange();
      await pause(EVERY_MS - LOOK_AFTER_MS);
    }
  }

  async function beat(): Promise<void> {
    const sentAt = Math.floor(performance.now());
    try {
      const found = await beatOn(primary, processId, sentAt);
      if (!found) return;
      known = found;
      beatenAt = sentAt;
    } catch {
      // The readiness of the primary is judged elsewhere.
    }
  }

  async function look(): Promise<void> {
    const found = await inTime(lookAt(replica, processId, known));
    sight = found.sight;
    if (found.beatMs !== undefined) shownMs = Math.max(shownMs, found.beatMs);
    absences = sight.kind === "absent" ? absences + 1 : 0;
    if (absences >= ABSENCES) onAbsent();
  }

  function tellChange(): void {
    const now = standing();
    if (now.kind === told || stopping.signal.aborted) return;
    told = now.kind;
    onChange(now);
  }

  return {
    standing,
    lagMs,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
      await beating;
    },
  };
}

interface Look {
  readonly sight: Sight;
  /** The beat that it shows; undefined if it shows none. */
  readonly beatMs?: number | undefined;
}

async function inTime(look: Promise<Look>): Promise<Look> {
  const { promise: late, resolve } = Promise.withResolvers<Look>();
  const timer = setTimeout(() => resolve(absent(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  try {
    return await Promise.race([look, late]);
  } catch (error) {
    return absent(error instanceof Error && error.message !== "" ? error.message : "no answer");
  } finally {
    clearTimeout(timer);
  }
}

function absent(why: string): Look {
  return { sight: { kind: "absent", why } };
}
