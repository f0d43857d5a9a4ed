import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

export interface ListenOptions {
  readonly url: string;
  readonly channel: string;
  onPayload(payload: string): void;
  /**
   * Called when it listens, for the first time or again. What was sent before then is lost, so the caller must look
   * itself.
   */
  onUp(): void;
  onDown(error: unknown): void;
}

/**
 * LISTENs on a connection of its own. It connects again until it is disposed of. The first connection is made in the
 * background.
 */
export function listen(options: ListenOptions): AsyncDisposable {
  const stop = new AbortController();
  const running = run(options, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;

async function run(options: ListenOptions, stop: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!stop.aborted) {
    try {
      await listenOnce(options, stop, () => (pauseMs = FIRST_PAUSE_MS));
    } catch (error) {
      options.onDown(error);
    }
    if (stop.aborted) return;
    await delay(pauseMs, undefined, { signal: stop }).catch(() => {});
    pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS);
  }
}

/** Listens until it is told to stop. It throws when the connection breaks. */
async function listenOnce(options: ListenOptions, stop: AbortSignal, onConnected: () => void): Promise<void> {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: "onefold-api-listen",
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  // The promise may reject before anybody awaits it.
  ended.catch(() => {});
  client.on("error", reject);
  client.on("end", () => reject(new Error("the connection was closed")));
  client.on("notification", ({ payload }) => options.onPayload(payload ?? ""));
  const onStop = () => resolve();
  stop.addEventListener("abort", onStop, { once: true });
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(options.channel)}`);
    onConnected();
    options.onUp();
    await ended;
  } finally {
    stop.removeEventListener("abort", onStop);
    await client.end().catch(() => {});
  }
}
