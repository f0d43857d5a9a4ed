import type { Database } from "@onefold/database";
import { createCoalescer } from "@onefold/queue";
import type { Coalescer } from "@onefold/queue";
import { claimIdempotencyKeys, findIdempotencyKey, markIdempotencyKeys } from "@onefold/records";
import type { IdempotencyOptions, IdempotencyRow, KeyClaim, KeyMark } from "@onefold/records";
import type { Logger } from "pino";
import type { ApiProducer } from "../api-producer.ts";

/**
 * Claims and marks Idempotency-Keys for requests that are under way at once: one round trip to the store of the clocks and
 * one statement for all of a team. Alone, each request would wait for the disk by itself.
 */
export interface GatheredKeys extends AsyncDisposable {
  /**
   * Claims the key for a job that gets a clock with it.
   * @returns the row that stands, the request's own or that of one that was faster
   */
  claim(claim: Omit<KeyClaim, "clock">): Promise<IdempotencyRow>;
  /** Marks the key as added. Where that fails, a repeat looks for the receipt, or adds a copy that changes nothing. */
  mark(mark: KeyMark): Promise<void>;
}

interface Needs extends IdempotencyOptions {
  readonly db: Database;
  readonly producer: Pick<ApiProducer, "issueClock">;
  readonly log: Pick<Logger, "warn">;
}

/** Disposing of it waits for what is under way. */
export function createGatheredKeys({ db, producer, log, maxAgeDays }: Needs): GatheredKeys {
  const claims = gatherByTeam<Omit<KeyClaim, "clock">, IdempotencyRow>(async (teamId, asked) => {
    const clock = await producer.issueClock(asked.length);
    const own = asked.map((claim, at) => ({ ...claim, clock: clock + at }));
    return await claimIdempotencyKeys(db, teamId, own, { maxAgeDays });
  });
  const marks = gatherByTeam<KeyMark, undefined>(async (teamId, made) => {
    try {
      await markIdempotencyKeys(db, teamId, made);
    } catch (error) {
      log.warn(
        { err: error, keys: made.length },
        "idempotency keys were not marked; their repeats add their items again",
      );
    }
    return made.map(() => undefined);
  });
  return {
    async claim(claim) {
      const claimed = claims.add(claim.name.teamId, claim);
      const slow = Promise.withResolvers<void>();
      const timer = setTimeout(slow.resolve, SLOW_MS);
      const known = slow.promise
        .then(() => findIdempotencyKey(db, claim.name, { maxAgeDays }))
        .then(
          (row) => row ?? claimed,
          () => claimed,
        );
      try {
        return await Promise.race([claimed, known]);
      } finally {
        clearTimeout(timer);
      }
    },
    mark: (mark) => marks.add(mark.name.teamId, mark),
    async [Symbol.asyncDispose]() {
      await claims.idle();
      await marks.idle();
    },
  };
}

/** A repeat needs no clock and no lock. Where others of its statement wait that long for one, it is looked for by itself. */
const SLOW_MS = 500;

/** So that a statement stays short, and one more can go while it waits for the disk. */
const MAX_ITEMS = 200;
const MAX_IN_FLIGHT = 2;
/** A statement may wait for a lock, or on a connection that is half open: the keys of others don't wait behind it. */
const PATIENCE_MS = 250;

interface TeamGatherer<Item, Result> {
  add(teamId: string, item: Item): Promise<Result>;
  idle(): Promise<void>;
}

/** A coalescer for each team that has something under way, so that none waits for another's rows. */
function gatherByTeam<Item, Result>(
  flush: (teamId: string, items: readonly Item[]) => Promise<readonly Result[]>,
): TeamGatherer<Item, Result> {
  const byTeam = new Map<string, Coalescer<Item, Result>>();

  return {
    async add(teamId, item) {
      const coalescer = byTeam.get(teamId) ?? open(teamId);
      try {
        return await coalescer.add(item, 0);
      } finally {
        if (coalescer.pending() === 0 && byTeam.get(teamId) === coalescer) byTeam.delete(teamId);
      }
    },
    async idle() {
      await Promise.all([...byTeam.values()].map((coalescer) => coalescer.idle()));
    },
  };

  function open(teamId: string): Coalescer<Item, Result> {
    const coalescer = createCoalescer<Item, Result>({
      maxItems: MAX_ITEMS,
      // Each is small.
      maxBytes: 1,
      maxInFlight: MAX_IN_FLIGHT,
      patienceMs: PATIENCE_MS,
      flush: (items) => flush(teamId, items),
    });
    byTeam.set(teamId, coalescer);
    return coalescer;
  }
}
