import { createSharedPool, watchReplica } from "@onefold/database";
import type { Database, DatabaseOptions, Standing } from "@onefold/database";
import type { Logger } from "pino";
import { createShares, shareLimits } from "../slow/shares.ts";
import type { Shares } from "../slow/shares.ts";
import { createSlowDatabase } from "../slow/slow-database.ts";
import type { Speed } from "./read-rules.ts";
import type { Replica } from "./reads.ts";
import { replicaWarnings } from "./replica-warnings.ts";

export interface ReplicaOptions {
  /** For its connections: as many as to the primary, and one for the watch. */
  readonly connections: Omit<DatabaseOptions, "max">;
  readonly max: Readonly<Record<Speed, number>>;
  readonly maxLagMs: number;
  readonly primary: Database;
  readonly processId: string;
  readonly log: Logger;
}

export interface RunningReplica extends Replica, AsyncDisposable {
  /** How far it is behind at most, in seconds; undefined if that isn't known. */
  lagSeconds(): number | undefined;
}

/** A connection that takes longer isn't waited for: the primary can answer meanwhile. */
const CONNECT_MS = 1_000;

/** Connects to the read replica and watches it. It needn't be there. */
export function startReplica({
  connections,
  max,
  maxLagMs,
  primary,
  processId,
  log,
}: ReplicaOptions): RunningReplica {
  const open = (most: number) =>
    createSharedPool({
      ...connections,
      max: most,
      connectTimeoutMs: CONNECT_MS,
      // The watch tells what is wrong, once.
      onError: () => {},
    });
  const pools = { quick: open(max.quick), slow: open(max.slow), watch: open(1) };
  const watch = watchReplica({
    primary,
    replica: pools.watch.database(() => Promise.resolve(() => {})),
    processId,
    maxLagMs,
    onChange: (standing) => logChange(log, standing),
    onAbsent: () => Object.values(pools).forEach((pool) => pool.cut()),
  });
  const follows = () => watch.standing().kind === "follows";
  const slow = createSlowDatabase(pools.slow, whileIt(follows, createShares(shareLimits(max.slow))));
  const quick = pools.quick.database(() => Promise.resolve(() => {}));
  return {
    follows,
    of: (c, speed) => (speed === "slow" ? slow.of(c) : quick),
    lagSeconds() {
      const ms = watch.lagMs();
      return Number.isFinite(ms) ? ms / 1_000 : undefined;
    },
    warnings: () => replicaWarnings(watch.standing()),
    async [Symbol.asyncDispose]() {
      await watch[Symbol.asyncDispose]();
      // Nothing is under way any more, and a server that stands still would never close its side.
      for (const pool of Object.values(pools)) pool.cut();
      await Promise.all(Object.values(pools).map((pool) => pool[Symbol.asyncDispose]()));
    },
  };
}

/** Who has waited for a turn asks again: by then the replica may have gone. */
function whileIt(follows: () => boolean, shares: Shares): Shares {
  return {
    async enter(asker) {
      const leave = await shares.enter(asker);
      if (follows()) return leave;
      leave();
      throw Object.assign(new Error("the read replica doesn't follow any more"), { code: "ECONNABORTED" });
    },
  };
}

function logChange(log: Logger, standing: Standing): void {
  const [problem] = replicaWarnings(standing);
  if (problem) log.warn({ problem }, "the read replica isn't read from");
  else if (standing.kind === "follows") log.info("lists, exports and histories are read from the replica");
}
