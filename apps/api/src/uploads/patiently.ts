import { setTimeout as delay } from "node:timers/promises";
import { isOutage } from "@onefold/database";
import { ApiError } from "../errors/api-error.ts";

/** How long the upload waits for a store that is down or full. Then it is ended. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Runs a step that can be repeated, again and again while a store is away or full.
 * @param meanwhile is run before each repetition
 * @throws ApiError UNAVAILABLE after a minute, or the reason of the signal
 */
export async function patiently<T>(
  step: () => Promise<T>,
  signal: AbortSignal,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    try {
      return await step();
    } catch (error) {
      if (!isUnavailable(error) && !isOutage(error)) throw error;
      signal.throwIfAborted();
      if (performance.now() > deadline) throw unavailable(error instanceof ApiError ? error.cause : error);
    }
    await pauseFor(pause, signal);
    await meanwhile();
  }
}

/** @throws the reason of the signal */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof ApiError && error.code === "UNAVAILABLE";
}

function unavailable(cause: unknown): ApiError {
  return new ApiError("UNAVAILABLE", "The store has taken nothing for a minute.", {
    headers: { "Retry-After": "10" },
    cause,
  });
}
