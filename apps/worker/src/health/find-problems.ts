import type { Problem } from "@onefold/contract";
import { checkPostgres } from "@onefold/database";
import type { Database, DatabaseClock, Presence } from "@onefold/database";
import type { Consumer } from "@onefold/queue";
import type { ChunkApplier } from "../apply-chunks.ts";
import type { Config } from "../config.ts";
import { locksHeldBy } from "../connect.ts";

export interface Inspected {
  readonly config: Config;
  readonly db: Database;
  readonly time: DatabaseClock;
  readonly scheduler: ChunkApplier["scheduler"];
  readonly consumer: Pick<Consumer, "problems">;
  readonly presence: Pick<Presence, "isApart">;
}

/** No transaction of a worker or an API process may last as long. */
const LONG_HELD_S = 60;

/** Says why a worker is not ready to work, and how to mend that. */
export async function findProblems({
  config,
  db,
  time,
  scheduler,
  consumer,
  presence,
}: Inspected): Promise<Problem[]> {
  const postgres = await checkPostgres(db, {
    durability: config.DURABILITY,
    locksHeld: locksHeldBy(config),
  });
  return [
    ...(await time.problems()),
    ...(scheduler.failing() > 0 ? [{ what: "items can't be committed", fix: "see the log" }] : []),
    ...longHeld(scheduler.longestHeldMs()),
    ...postgres,
    ...(await consumer.problems()),
    ...(presence.isApart()
      ? [
          {
            what: "the API that runs adds to another queue than the one that this worker takes from",
            fix: "give the API and the workers the same QUEUE_URL and QUEUE_NAMESPACE",
          },
        ]
      : []),
  ];
}

function longHeld(ms: number): Problem[] {
  const seconds = Math.round(ms / 1_000);
  if (seconds < LONG_HELD_S) return [];
  return [
    {
      what: `items have waited for ${seconds} s for locks that another session of Postgres has`,
      fix: "find it in pg_locks and pg_stat_activity, and end it",
    },
  ];
}
