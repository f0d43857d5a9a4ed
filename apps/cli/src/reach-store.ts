import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { storeAddress } from "@onefold/queue";
import type { StoreAddress } from "@onefold/queue";
import { CliError } from "./cli-error.ts";
import { messageOf } from "./describe-error.ts";

const CONNECT_MS = 5_000;
/** If it waits longer, it says what it waits for. */
const TELL_FROM_MS = 5_000;

/**
 * Waits until something listens where the URL points; where it names several servers, at one of them. So a wrong URL is
 * told at once, with the name of its variable.
 * @throws CliError
 */
export async function reachStore(variable: string, url: string, waitMs: number): Promise<void> {
  const { hosts, shown } = readAddress(variable, url);
  if (hosts.length === 0) return;
  const deadline = Date.now() + waitMs;
  let hasTold = waitMs < TELL_FROM_MS;
  for (;;) {
    try {
      await Promise.any(hosts.map(tryToConnect));
      return;
    } catch (cause) {
      const errors: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
      if (errors.every(isUnknownHost) || Date.now() >= deadline) {
        const reasons = [...new Set(errors.map(messageOf))].join(", ");
        throw new CliError(`${variable}: nothing answers at ${shown} (${reasons}).`, { cause });
      }
    }
    if (!hasTold)
      process.stderr.write(
        `Nothing answers at ${shown} (${variable}) yet; waiting for it, ${Math.round(waitMs / 1_000)} s at most.\n`,
      );
    hasTold = true;
    await sleep(250);
  }
}

function readAddress(variable: string, url: string): StoreAddress {
  try {
    return storeAddress({ url });
  } catch (cause) {
    throw new CliError(`${variable}: ${messageOf(cause)}`, { cause });
  }
}

function isUnknownHost(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOTFOUND";
}

async function tryToConnect({ host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(CONNECT_MS) });
  } finally {
    // An error after the time-out doesn't matter.
    socket.on("error", () => {});
    socket.destroy();
  }
}
