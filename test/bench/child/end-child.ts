import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

const PATIENCE_MS = 10_000;

/**
 * Lets a child end by itself, as all of ours do when their parent lets go, and ends it if it doesn't. Where
 * all is to stop, there is nothing that it should finish.
 */
export async function endChild(child: ChildProcess, stop: AbortSignal): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  if (stop.aborted) child.kill("SIGKILL");
  if (child.connected) child.disconnect();
  const cancel = new AbortController();
  const late = delay(PATIENCE_MS, true, { signal: cancel.signal }).catch(() => false);
  if (await Promise.race([exited.then(() => false), late])) child.kill("SIGKILL");
  cancel.abort();
  await exited;
}
