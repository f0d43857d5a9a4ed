import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { atOnce } from "./at-once.ts";
import type { ChunkJob } from "./backend.ts";

const jobOf = (id: string): ChunkJob => ({
  id,
  name: "",
  data: null,
  returnvalue: null,
  attemptsStarted: 1,
  stalledCounter: 0,
  remove: () => Promise.resolve(),
  retry: () => Promise.resolve(),
});

test("a chunk is handled once, from when the Worker has it", async () => {
  const handled: string[] = [];
  let process: (job: ChunkJob) => Promise<void> = () => Promise.reject(new Error("not built"));
  const worker = atOnce(
    async ({ id }) => {
      handled.push(id ?? "");
      if (id === "bad") throw new Error("it failed");
    },
    (given) => {
      process = given;
      return new EventEmitter();
    },
  );
  const [good, bad] = [jobOf("good"), jobOf("bad")];
  worker.emit("active", good);
  worker.emit("active", bad);
  expect(handled).toEqual(["good", "bad"]);
  // A rejection that nobody waits for yet is none that ends the process.
  await new Promise(setImmediate);
  await process(good);
  await expect(process(bad)).rejects.toThrow("it failed");
  await process(jobOf("unheard"));
  expect(handled).toEqual(["good", "bad", "unheard"]);
});
