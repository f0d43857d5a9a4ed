import type { Problem } from "@onefold/contract";
import { sql } from "kysely";
import { pendingMigrations } from "./migrate.ts";
import type { Database } from "./create-database.ts";
import { WORKER_SESSION } from "./worker-session-name.ts";

export interface PostgresRequirements {
  readonly durability: "strict" | "relaxed";
  /**
   * How many advisory locks all slots of this process can hold at once. The other workers tell theirs by the names of
   * their sessions (`workerSessionName`).
   */
  readonly locksHeld?: number;
}

/**
 * Checks that Postgres keeps what it acknowledges (docs/architecture.md#durability), has the schema, and has room for
 * the locks of the write path.
 * @returns the problems, none when all is well. Never throws: that it can't be reached is a problem too.
 */
export async function checkPostgres(db: Database, need: PostgresRequirements): Promise<Problem[]> {
  try {
    const pending = await pendingMigrations(db);
    if (pending.length > 0)
      return [{ what: `the database lacks ${pending.join(", ")}`, fix: "run: npx onefold migrate" }];
    const settings = await readSettings(db);
    return [...(need.durability === "strict" ? durability(settings) : []), ...locks(settings, need)];
  } catch (error) {
    return [
      {
        what: `the database can't be read: ${error instanceof Error ? error.message : String(error)}`,
        fix: "start Postgres, or set DATABASE_URL to where it listens",
      },
    ];
  }
}

interface Settings {
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  lock_slots: number;
  workers: number;
  locks_of_workers: number;
}

async function readSettings(db: Database): Promise<Settings> {
  const { rows } = await sql<Settings>`
    select current_setting('fsync') as fsync,
           current_setting('full_page_writes') as full_page_writes,
           current_setting('synchronous_commit') as synchronous_commit,
           current_setting('max_locks_per_transaction')::int
             * (current_setting('max_connections')::int
                + current_setting('max_prepared_transactions')::int) as lock_slots,
           count(*)::int as workers,
           coalesce(sum(substring(name from ${WORKER_SESSION})::bigint), 0)::bigint as locks_of_workers
      from (select distinct application_name as name from pg_stat_activity
             where application_name ~ ${WORKER_SESSION}) w`.execute(db);
  const [settings] = rows;
  if (!settings) throw new Error("Postgres gave no settings");
  return settings;
}

function durability(settings: Settings): Problem[] {
  const weak = (["fsync", "full_page_writes"] as const).filter((name) => settings[name] !== "on");
  if (["off", "local", "remote_write"].includes(settings.synchronous_commit))
    return [...weak, "synchronous_commit" as const].map(setOn);
  return weak.map(setOn);
}

function setOn(name: string): Problem {
  return {
    what: `Postgres runs with a weak ${name}: an acknowledged write may be lost`,
    fix: `set ${name} = on, or DURABILITY=relaxed`,
  };
}

/**
 * Workers may use half of the lock table, which all databases of a server share. The other sessions need some, and
 * error 53200 costs a commit its time.
 */
function locks({ lock_slots, workers, locks_of_workers }: Settings, need: PostgresRequirements): Problem[] {
  if (need.locksHeld === undefined) return [];
  const together = Math.max(locks_of_workers, need.locksHeld);
  if (together <= lock_slots / 2) return [];
  const who = workers > 1 ? `the ${workers} workers together` : "this process";
  return [
    {
      what: `Postgres has ${lock_slots} lock slots and ${who} may hold ${together}, more than half of them`,
      fix: "set max_locks_per_transaction = 256 or more, or lower WORKER_SLOTS or COMMIT_MAX_LOCKS, or run fewer workers",
    },
  ];
}
