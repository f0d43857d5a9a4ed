import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FloodCounts, FloodOptions } from "./floods.ts";

export interface RunningFlood extends AsyncDisposable {
  counts(): Promise<FloodCounts>;
}

/** Floods from a process of its own, so that nobody else's clock is slowed by it. */
export function startFlood(options: FloodOptions): RunningFlood {
  const child = fork(fileURLToPath(new URL("flood-process.ts", import.meta.url)), [JSON.stringify(options)], {
    execArgv: [],
  });
  return {
    async counts() {
      child.send("counts");
      const [counts]: FloodCounts[] = await once(child, "message");
      if (!counts) throw new Error("The flood says nothing.");
      return counts;
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}
