import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { ProcessReport } from "@onefold/contract";
import { sql } from "kysely";
import type { Database } from "./create-database.ts";

type App = "api" | "worker";

export interface PresenceOptions {
  readonly app: App;
  /** Gives the name of the queue that this process uses. */
  queueId(): Promise<string>;
  /** Gives what this process says of itself now. */
  report(): Omit<ProcessReport, "name" | "startedAt">;
  onError(error: unknown): void;
}

/** Announces again and again that this process runs, and knows when those of the other app last did so. */
export interface Presence extends AsyncDisposable {
  /** Names this process in the table `processes`. */
  readonly processId: string;
  /** How long ago a process with the same queue was seen, even if it has ended since. Infinite if none was. */
  silentMs(): number;
  /**
   * Whether the processes that run use another queue, and none uses the same. It must have been so for some seconds, as
   * that also happens after the queue's store was replaced.
   */
  isApart(): boolean;
}

const EVERY_MS = 5_000;
/** A process that was silent for this long stands still, or is gone. */
export const SILENT_MS = 20_000;
const APART_LOOKS = 3;
const OTHER: Readonly<Record<App, App>> = { api: "worker", worker: "api" };

interface Seen {
  /** Milliseconds since a process with the same queue, or with another one, was seen; null if none was. */
  same: number | null;
  other: number | null;
}

/** Begins to announce this process. If the database is away, it is announced later. */
export function startPresence(db: Database, { app, queueId, report, onError }: PresenceOptions): Presence {
  const processId = randomUUID();
  const name = `${hostname()}:${process.pid}`;
  const startedAt = new Date().toISOString();
  /** When a process with the same queue ran last, as this process has seen it. */
  let lastSeenAt = -Infinity;
  let lookedAt = performance.now();
  /** How many looks in a row found only processes with another queue. */
  let apart = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  /** The queue's name, as it was told last. */
  let id: string | undefined;
  let running = announce();

  return {
    processId,
    // The time counts up to the last look, so nobody is missed while the database is away.
    silentMs: () => lookedAt - lastSeenAt,
    isApart: () => apart >= APART_LOOKS,
    async [Symbol.asyncDispose]() {
      isStopped = true;
      clearTimeout(timer);
      await running;
      await sql`delete from processes where process_id = ${processId}`.execute(db).catch(() => undefined);
    },
  };

  async function announce(): Promise<void> {
    try {
      // While the queue is away, the process is there all the same.
      id = await queueId().catch((error: unknown) => {
        if (id === undefined) throw error;
        onError(error);
        return id;
      });
      const told = JSON.stringify({ ...report(), name, startedAt } satisfies ProcessReport);
      await sql`
        insert into processes (process_id, app, queue_id, report) values (${processId}, ${app}, ${id}, ${told})
            on conflict (process_id) do update
           set queue_id = excluded.queue_id, report = excluded.report, seen_at = clock_timestamp()`.execute(
        db,
      );
      const { rows } = await sql<Seen>`
        with others as (
          select queue_id = ${id} as is_same,
                 (extract(epoch from clock_timestamp() - seen_at) * 1000)::float8 as ms
            from processes where app = ${OTHER[app]})
        select min(ms) filter (where is_same) as same, min(ms) filter (where not is_same) as other
          from others`.execute(db);
      const [seen = { same: null, other: null }] = rows;
      lookedAt = performance.now();
      // A process that ends removes its row. Then nothing was seen, which doesn't mean a silence that began long ago.
      if (seen.same !== null) lastSeenAt = Math.max(lastSeenAt, lookedAt - seen.same);
      apart = isSilent(seen.same) && !isSilent(seen.other) ? apart + 1 : 0;
    } catch (error) {
      onError(error);
    }
    if (!isStopped) timer = setTimeout(() => (running = announce()), EVERY_MS);
  }
}

function isSilent(ms: number | null): boolean {
  return (ms ?? Infinity) > SILENT_MS;
}

/** Forgets processes that ended long ago without removing their row. */
export async function purgeProcesses(db: Database): Promise<void> {
  await sql`delete from processes where seen_at < clock_timestamp() - interval '1 day'`.execute(db);
}
