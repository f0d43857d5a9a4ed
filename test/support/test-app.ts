import { setTimeout as delay } from "node:timers/promises";

/** An API or a worker that runs for a test. */
export interface TestApp extends AsyncDisposable {
  /** Of the API; empty for a worker. */
  readonly url: string;
  /** All that it has written so far. */
  output(): string;
  /** Resolves when it has written a match, rejects when it ends without. */
  waitForOutput(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Stops it as it is stopped in use. Rejects where it had ended by itself, or doesn't end well within the time. */
  stop(withinMs: number): Promise<void>;
}

const READY_MS = 30_000;

/**
 * Waits until the API is ready.
 * @param mayCome false where it has ended
 */
export async function untilReady(
  api: Pick<TestApp, "url" | "output">,
  mayCome: () => boolean,
): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!(await isReady(api.url))) {
    if (performance.now() > deadline || !mayCome()) throw new Error(`The api is not ready:\n${api.output()}`);
    await delay(20);
  }
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}
