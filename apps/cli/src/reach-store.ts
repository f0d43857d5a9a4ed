import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { CliError } from "./cli-error.ts";
import { messageOf } from "./describe-error.ts";
import { shownUrl } from "./shown-url.ts";

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  "postgres:": 5432,
  "postgresql:": 5432,
  "redis:": 6379,
  "rediss:": 6379,
};
const CONNECT_MS = 5_000;
/** If it waits longer, it says what it waits for. */
const TELL_FROM_MS = 5_000;

/**
 * Waits until something listens where the URL points. So a wrong URL is told at once, with the name of its variable.
 * @throws CliError
 */
export async function reachStore(variable: string, text: string, waitMs: number): Promise<void> {
  if (!URL.canParse(text)) throw new CliError(`${variable} can't be read as a URL.`);
  const url = new URL(text);
  const port = Number(url.port) || DEFAULT_PORTS[url.protocol];
  // Such a URL may name a unix socket in its parameters.
  if (url.hostname === "" || port === undefined) return;
  const deadline = Date.now() + waitMs;
  let hasTold = waitMs < TELL_FROM_MS;
  for (;;) {
    try {
      await tryToConnect(url.hostname.replace(/^\[|\]$/g, ""), port);
      return;
    } catch (cause) {
      const isUnknown = cause instanceof Error && "code" in cause && cause.code === "ENOTFOUND";
      if (isUnknown || Date.now() >= deadline) {
        throw new CliError(`${variable}: nothing answers at ${shownUrl(text)} (${messageOf(cause)}).`, {
          cause,
        });
      }
    }
    if (!hasTold)
      process.stderr.write(
        `Nothing answers at ${shownUrl(text)} (${variable}) yet; waiting for it, ${Math.round(waitMs / 1_000)} s at most.\n`,
      );
    hasTold = true;
    await sleep(250);
  }
}

async function tryToConnect(host: string, port: number): Promise<void> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(CONNECT_MS) });
  } finally {
    // An error after the time-out doesn't matter.
    socket.on("error", () => {});
    socket.destroy();
  }
}
