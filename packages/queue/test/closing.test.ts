import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { times } from "../../../test/support/thorough.ts";
import { within } from "../src/within.ts";
import { consume, onEachStore, produce, ref, SOON_MS, upsert } from "./support/harness.ts";

/** It waits for one thing after the other, each up to two seconds. A busy machine may take as long again. */
const CLOSED_MS = 25_000;
const ROUNDS = times(1, 8);

onEachStore((store, queue) => {
  test("closing waits for the handlers, and leaves a hung one's chunk to others", async () => {
    const options = await queue();
    await using producer = await produce(options);
    const gate = Promise.withResolvers<void>();
    const slow = await consume(options, { handle: () => gate.promise });
    await producer.submit(ref(0), upsert, { wait: false });
    await expect.poll(() => slow.received.length).toBe(1);
    let closed = false;
    const closing = slow.consumer.close(10_000).then(() => (closed = true));
    await pause(100);
    expect(closed).toBe(false);
    gate.resolve();
    await closing;
    // Before, on a busy machine, the one that closes may still be asking for a chunk: it would get this one, and handle it.
    await producer.submit(ref(1), upsert, { wait: false });

    const hung = await consume(options, { handle: () => new Promise(() => undefined) });
    await expect.poll(() => hung.rows()).toEqual([1]);
    const start = performance.now();
    await hung.consumer.close(300);
    expect(performance.now() - start).toBeLessThan(SOON_MS);

    await using next = await consume(options);
    await expect.poll(() => next.rows(), { timeout: 15_000 }).toEqual([1]);
    expect(next.received[0]?.redelivered).toBe(true);
    expect(slow.rows()).toEqual([0]);
  }, 40_000);

  test("closing ends also while the store is down or hangs", async () => {
    const options = await queue();
    for (const kind of ["stop", "freeze"] as const) {
      const producer = await produce(options, { addTimeoutMs: 500 });
      const worker = await consume(options);
      await producer.submit(ref(0), upsert, { wait: false });
      await expect.poll(() => worker.received.length).toBe(1);
      await pause(100);
      await store()[kind]();
      try {
        const closing = Promise.all([producer[Symbol.asyncDispose](), worker.consumer.close(500)]);
        await within(CLOSED_MS, closing, () => new Error(`closing hangs: ${kind}`));
      } finally {
        await (kind === "stop" ? store().start() : store().thaw());
      }
    }
  }, 120_000);

  test("closing survives a store that stops in the same moment, as at Ctrl-C", async () => {
    const options = await queue();
    for (let round = 0; round < ROUNDS; round += 1) {
      const producer = await produce(options);
      const worker = await consume(options);
      await producer.submit(ref(round), upsert, { wait: false });
      // An earlier one may come again, if its completion was lost.
      await expect.poll(() => worker.rows()).toContain(round);
      const stopping = store().stop();
      await pause(round);
      await Promise.all([producer[Symbol.asyncDispose](), worker.consumer.close(500), stopping]);
      await store().start();
    }
  });

  test("after closing nothing keeps the process alive", async () => {
    const options = await queue();
    const child = fork(
      join(import.meta.dirname, "support/come-and-go.ts"),
      [options.url, options.namespace],
      {
        stdio: ["ignore", "pipe", "inherit", "ipc"],
      },
    );
    child.disconnect();
    const [code] = await once(child, "exit", { signal: AbortSignal.timeout(15_000) });
    expect(code).toBe(0);
  }, 20_000);
});
