import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { THOROUGH } from "../../../test/support/thorough.ts";

const MB = 1024 * 1024;

test("a process that has nothing to do any more gives its garbage back", THOROUGH, async () => {
  expect(await heapAfterBurst()).toBeLessThan(30 * MB);
});

/** Gives the smallest size of its heap within some seconds of idleness. */
async function heapAfterBurst(): Promise<number> {
  const child = fork(join(import.meta.dirname, "support/garbage-child.ts"));
  await using _ended = {
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
  const [{ made }] = await once(child, "message");
  expect(made).toBeGreaterThan(100 * MB);
  for (let left = 40; ; left--) {
    child.send("how much?");
    const [{ heap }] = await once(child, "message");
    if (heap < 30 * MB || left === 0) return heap;
    await delay(250);
  }
}
