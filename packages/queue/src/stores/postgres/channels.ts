import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Channels, ChannelListener } from "../backend.ts";
import type { StoreAddress } from "../../options.ts";
import { within } from "../../within.ts";
import { sessions } from "./sessions.ts";

/** Postgres refuses a payload of 8,000 bytes or more. */
const MAX_BYTES = 7_900;

/**
 * Channels on `NOTIFY`. Whoever may connect can listen to one, if he knows its name.
 * @param pool its sessions don't wait for the disk: a message is kept nowhere, and Postgres lets one transaction with
 * messages commit at a time
 */
export function createPostgresChannels(pool: pg.Pool, address: StoreAddress): Channels {
  return {
    maxBytes: MAX_BYTES,
    async publish(channel, messages) {
      await pool.query("SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message", [
        nameOf(channel),
        messages,
      ]);
    },
    listen(channel, listener) {
      const stop = new AbortController();
      const running = run(address, nameOf(channel), listener, stop.signal);
      return {
        async [Symbol.asyncDispose]() {
          stop.abort();
          await running;
        },
      };
    },
  };
}

const nameOf = (channel: string) => `onefold_${channel}`;

const CONNECT_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
const GOODBYE_MS = 1_000;
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;

async function run(
  address: StoreAddress,
  name: string,
  listener: ChannelListener,
  stop: AbortSignal,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!stop.aborted) {
    try {
      await listenOnce(address, name, listener, { stop, onConnected: () => (pauseMs = FIRST_PAUSE_MS) });
    } catch (error) {
      listener.onDown(error);
    }
    if (stop.aborted) return;
    await delay(pauseMs, undefined, { signal: stop }).catch(() => {});
    pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS);
  }
}

/** Listens until it is told to stop. It throws when the connection breaks. */
async function listenOnce(
  address: StoreAddress,
  name: string,
  listener: ChannelListener,
  { stop, onConnected }: { stop: AbortSignal; onConnected: () => void },
): Promise<void> {
  const client = new pg.Client({
    ...sessions(address, { applicationName: "onefold replies", max: 1 }),
    connectionTimeoutMillis: CONNECT_MS,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  // The promise may reject before anybody awaits it.
  ended.catch(() => {});
  client.on("error", reject);
  client.on("end", () => reject(new Error("the connection was closed")));
  client.on("notification", ({ payload }) => listener.onMessage(payload ?? ""));
  const onStop = () => resolve();
  stop.addEventListener("abort", onStop, { once: true });
  try {
    await client.connect();
    // A server that stands still answers nothing, and whoever stops waits for this.
    await within(
      CONNECT_MS,
      client.query(`LISTEN ${client.escapeIdentifier(name)}`),
      () => new Error("no answer"),
    );
    onConnected();
    listener.onUp();
    await ended;
  } finally {
    stop.removeEventListener("abort", onStop);
    // The other end may be gone without a word.
    await within(GOODBYE_MS, client.end(), () => new Error("no goodbye")).catch(() => {});
  }
}
