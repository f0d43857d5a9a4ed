import { isReplicaFailure } from "@onefold/database";
import type { Database } from "@onefold/database";
import type { Problem } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";
import { readAtLeast } from "../request/at-least.ts";
import type { SlowDatabase } from "../slow/slow-database.ts";
import { READ_RULES } from "./read-rules.ts";
import type { ReadKind, Speed } from "./read-rules.ts";

/** The reads that a replica may answer. */
export interface Reads {
  /**
   * Gives the reader for a request, or for its walk through pages.
   * @param stays whether the page before said so (`Reader.stays`)
   * @throws ApiError INVALID_REQUEST for an `atLeast` that is no clock
   */
  of(c: AppContext, kind: ReadKind, stays?: boolean): Reader;
  /** What keeps reads from the replica. The service works all the same. */
  warnings(): readonly Problem[];
}

/** Reads on the replica or on the primary. Once on the primary, it stays there: the replica may show an older state. */
export interface Reader {
  /** Runs a read. One that the replica breaks off is done again on the primary, so it must only read. */
  read<T>(run: (db: Database) => Promise<T>): Promise<T>;
  /** Whether the pages after this one are to be read on the primary too. Without a replica they are anyway. */
  stays(): boolean;
}

export interface Replica {
  /** Whether reads may go to it now. */
  follows(): boolean;
  /** Gives its connections for the key of the request. */
  of(c: AppContext, speed: Speed): Database;
  warnings(): readonly Problem[];
}

export interface ReadsOptions {
  /** The primary's connections. */
  readonly db: Database;
  readonly slow: SlowDatabase;
  readonly replica: Replica | undefined;
  readonly metrics: { readBy(server: "replica" | "primary"): void };
}

export function createReads({ db, slow, replica, metrics }: ReadsOptions): Reads {
  return {
    warnings: () => replica?.warnings() ?? [],
    of(c, kind, stays = false) {
      const { by, connections } = READ_RULES[kind];
      const primary = connections === "slow" ? slow.of(c) : db;
      const onlyPrimary = {
        read: <T>(run: (each: Database) => Promise<T>) => run(primary),
        stays: () => false,
      };
      if (by === "primary") return onlyPrimary;
      const isAtLeast = readAtLeast(c) !== undefined;
      if (!replica) return onlyPrimary;
      return readerOf(replica, { primary, onReplica: replica.of(c, connections), stays: stays || isAtLeast });
    },
  };

  function readerOf(
    { follows }: Replica,
    { primary, onReplica, stays: from }: { primary: Database; onReplica: Database; stays: boolean },
  ): Reader {
    let stays = from;
    return {
      stays: () => stays,
      async read(run) {
        if (!stays && follows()) {
          try {
            const found = await run(onReplica);
            metrics.readBy("replica");
            return found;
          } catch (error) {
            if (error instanceof ApiError || !isReplicaFailure(error)) throw error;
          }
        }
        stays = true;
        metrics.readBy("primary");
        return await run(primary);
      },
    };
  }
}
