import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "./create-database.ts";

type App = "api" | "worker";

export interface PresenceOptions {
  readonly app: App;
  /** The name of the queue that this process uses. */
  queueId(): Promise<string>;
  onError(error: unknown): void;
}

/** Says again and again that this process runs, and knows how long ago those of the other app said so. */
export interface Presence extends AsyncDisposable {
  /** How long ago one that uses the same queue was seen; infinite where none was. A few seconds old. */
  silentMs(): number;
  /** Those that run use another queue, and none the same: for some seconds, as after the queue's store was replaced. */
  isApart(): boolean;
}

const EVERY_MS = 5_000;
/** One that was silent for so long stands still, or is gone. */
export const SILENT_MS = 20_000;
const APART_LOOKS = 3;
const OTHER: Readonly<Record<App, App>> = { api: "worker", worker: "api" };

interface Seen {
  /** Milliseconds since those with the same queue, and those with another one, were seen; null where none was. */
  same: number | null;
  other: number | null;
}

/** Begins to announce this process, whatever becomes of the database: what can't be told now is told later. */
export function startPresence(db: Database, { app, queueId, onError }: PresenceOptions): Presence {
  const processId = randomUUID();
  let seen: Seen = { same: null, other: null };
  /** Looks in a row at which only those with another queue ran. */
  let apart = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running = announce();

  return {
    silentMs: () => seen.same ?? Infinity,
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
      const id = await queueId();
      await sql`
        insert into processes (process_id, app, queue_id) values (${processId}, ${app}, ${id})
            on conflict (process_id) do update
           set queue_id = excluded.queue_id, seen_at = clock_timestamp()`.execute(db);
      const { rows } = await sql<Seen>`
        with others as (
          select queue_id = ${id} as is_same,
                 (extract(epoch from clock_timestamp() - seen_at) * 1000)::float8 as ms
            from processes where app = ${OTHER[app]})
        select min(ms) filter (where is_same) as same, min(ms) filter (where not is_same) as other
          from others`.execute(db);
      seen = rows[0] ?? seen;
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

/** Forgets processes that ended without a word long ago. */
export async function purgeProcesses(db: Database): Promise<void> {
  await sql`delete from processes where seen_at < clock_timestamp() - interval '1 day'`.execute(db);
}
