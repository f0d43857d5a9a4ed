import { setTimeout as delay } from "node:timers/promises";
import { createLine } from "./talk.ts";

/** Asks whether the API lives, again and again beside everything else. Disposed of, it asks no more. */
export interface Probe extends AsyncDisposable {
  /** The longest that an answer took. */
  readonly longestMs: number;
  /** Answers that weren't 200, or none. */
  readonly failures: number;
}

const EVERY_MS = 50;
const LIMIT_MS = 30_000;
const REQUEST = Buffer.from("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

export function startProbe(port: number): Probe {
  const over = new AbortController();
  let longestMs = 0;
  let failures = 0;
  const run = async () => {
    using line = createLine(port);
    while (!over.signal.aborted) {
      const { answers, ms } = await line.talk([REQUEST], { methods: ["GET"], answers: 1, limitMs: LIMIT_MS });
      if (answers[0]?.status !== 200) failures++;
      longestMs = Math.max(longestMs, ms);
      await delay(EVERY_MS, undefined, { signal: over.signal }).catch(() => {});
    }
  };
  const running = run().catch(() => {
    failures++;
  });
  return {
    get longestMs() {
      return longestMs;
    },
    get failures() {
      return failures;
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await running;
    },
  };
}
