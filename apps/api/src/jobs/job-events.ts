import type { Job } from "@onefold/contract";
import { presentUploadJob } from "@onefold/present";
import type { Scoped } from "@onefold/present";
import type { UploadJob } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { errorBody } from "../errors/error-body.ts";
import { stateOfJob } from "./job-watcher.ts";
import type { JobWatcher } from "./job-watcher.ts";

export interface JobEventsOptions {
  /** The key of the request that follows the job. */
  readonly reader: Scoped;
  /** `Last-Event-ID`: the state that the client has seen. */
  readonly seen?: string | undefined;
  /** Aborted when the client may follow the job no more. The stream then ends with one event that says why. */
  readonly lost?: AbortSignal;
  /** How long the stream may be silent, since a silent connection is cut on the way. Default 15,000. */
  readonly heartbeatMs?: number;
  /** Gives the deployment's time. Default `Date.now`. */
  readonly now?: () => number;
}

const HEARTBEAT_MS = 15_000;
/** How soon a client comes back after it was cut off, and after the end if it doesn't close. */
const RETRY_MS = 2_000;
const RETRY_AFTER_END_MS = 60_000;

/**
 * Gives a job's changes as server-sent events: `progress` with the job, then one `end`. An event tells the whole state,
 * and its id names the state. So a client that comes back is told only what it hasn't seen. A client that reads slowly
 * misses states in between, but never the last.
 */
export function jobEvents(
  watcher: JobWatcher,
  job: UploadJob,
  { reader, seen, lost, heartbeatMs = HEARTBEAT_MS, now = Date.now }: JobEventsOptions,
): AsyncIterator<string, void> {
  let latest = job;
  let told = seen;
  let hasBegun = false;
  let isOver = false;
  let wake = () => {};
  const following = watcher.follow(job, (next) => {
    if (next) latest = next;
    else isOver = true;
    wake();
  });

  const wakeUp = () => wake();
  lost?.addEventListener("abort", wakeUp);

  function stop(): void {
    isOver = true;
    lost?.removeEventListener("abort", wakeUp);
    following[Symbol.dispose]();
    wake();
  }

  /** Waits for news. Gives false if there was none for too long. */
  async function news(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    wake = () => resolve(true);
    const timer = setTimeout(resolve, heartbeatMs, false);
    const isNews = await promise;
    clearTimeout(timer);
    return isNews;
  }

  return {
    async next() {
      for (;;) {
        if (isOver) return { done: true, value: undefined };
        if (lost?.aborted) {
          stop();
          return { done: false, value: refusal(lost.reason) };
        }
        const state = stateOfJob(latest);
        if (latest.finishedAt !== undefined) {
          stop();
          return {
            done: false,
            value: event("end", state, presentUploadJob(reader, latest, now()), RETRY_AFTER_END_MS),
          };
        }
        if (state !== told) {
          told = state;
          const retryMs = hasBegun ? undefined : RETRY_MS;
          hasBegun = true;
          return {
            done: false,
            value: event("progress", state, presentUploadJob(reader, latest, now()), retryMs),
          };
        }
        if (!hasBegun) {
          // Something must be sent at once: by it the client knows that it is connected.
          hasBegun = true;
          return { done: false, value: `retry: ${RETRY_MS}\n\n` };
        }
        if (!(await news())) return { done: false, value: ": still here\n\n" };
      }
    },
    return() {
      stop();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}

/** Writes the refusal as an event. An EventSource that comes back is refused, and gives up. */
function refusal(reason: unknown): string {
  if (!(reason instanceof ApiError)) throw reason;
  return `event: refused\ndata: ${JSON.stringify(errorBody(reason.code, reason.message))}\n\n`;
}

function event(name: string, id: string, job: Job, retryMs: number | undefined): string {
  const retry = retryMs === undefined ? "" : `retry: ${retryMs}\n`;
  return `${retry}event: ${name}\nid: ${id}\ndata: ${JSON.stringify(job)}\n\n`;
}
