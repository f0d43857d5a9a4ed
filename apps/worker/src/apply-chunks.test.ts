import { createDatabase } from "@onefold/database";
import type { ReceivedChunk } from "@onefold/queue";
import { pino } from "pino";
import { expect, test } from "vitest";
import { createChunkApplier } from "./apply-chunks.ts";
import type { ApplyOptions } from "./apply-chunks.ts";
import { readConfig } from "./config.ts";

/** Without items, so that nothing is committed: its stores are never asked. */
const chunkOf = (lane: ReceivedChunk["lane"]): ReceivedChunk => ({
  chunkId: "chunk",
  lane,
  redelivered: false,
  items: [],
  unreadable: [],
});

test("that no row of an upload is at hand any more is told when the last of them is done, and of uploads only", async () => {
  const DATABASE_URL = "postgres://127.0.0.1:1/nowhere";
  await using stack = new AsyncDisposableStack();
  const db = createDatabase({ url: DATABASE_URL });
  stack.defer(() => db.destroy());
  let told = 0;
  const release = Promise.withResolvers<void>();
  let passed = 0;
  const { apply } = createChunkApplier({
    config: readConfig({ DATABASE_URL }),
    db,
    log: pino({ level: "silent" }),
    // Neither is used where nothing is committed.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    ...({ metrics: {}, waker: {} } as unknown as Pick<ApplyOptions, "metrics" | "waker">),
    signal: new AbortController().signal,
    onBulkDone: () => told++,
    onPoint: async () => {
      if (++passed === 1) await release.promise;
    },
  });
  const first = apply(chunkOf("bulk"));
  await apply(chunkOf("bulk"));
  await apply(chunkOf("interactive"));
  expect(told).toBe(0);
  release.resolve();
  await first;
  expect(told).toBe(1);
});
