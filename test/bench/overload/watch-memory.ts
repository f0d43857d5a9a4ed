import { setTimeout as delay } from "node:timers/promises";
import { residentMb } from "../report/resident-mb.ts";

const EVERY_MS = 1_000;

/** Looks every second what a process holds, until it is disposed of. */
export function watchMemory(pid: number): MemoryWatch {
  const ending = new AbortController();
  const seen: number[] = [];
  const looking = (async () => {
    while (!ending.signal.aborted) {
      seen.push(await residentMb(pid));
      await delay(EVERY_MS, undefined, { signal: ending.signal }).catch(() => {});
    }
  })();
  return {
    seen,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await looking;
    },
  };
}

export interface MemoryWatch extends AsyncDisposable {
  /** Megabytes resident, second by second. */
  readonly seen: readonly number[];
}
