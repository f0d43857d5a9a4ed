import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { pageStream } from "./page-stream.ts";

/** Counts the pages that are asked for, and notes whether it was told to stop. */
function source(count: number) {
  const state = { made: 0, ended: false };
  async function* chunks(): AsyncGenerator<string, void> {
    try {
      while (state.made < count) yield `page ${++state.made}\n`;
    } finally {
      state.ended = true;
    }
  }
  return { state, chunks: chunks() };
}

test("a page is made when it is asked for, none before", async () => {
  const { state, chunks } = source(50);
  const reader = pageStream(chunks, () => {}).getReader();
  await setImmediate();
  expect(state.made).toBe(0);
  for (let read = 1; read <= 50; read++) {
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(`page ${read}\n`);
    // A stream that reads ahead would do so in this turn.
    await setImmediate();
    expect(state.made).toBe(read);
  }
  expect(await reader.read()).toEqual({ done: true, value: undefined });
  expect(state.ended).toBe(true);
});

test("a reader that goes away ends the source", async () => {
  const { state, chunks } = source(50);
  const reader = pageStream(chunks, () => {}).getReader();
  await reader.read();
  await reader.cancel();
  expect(state).toEqual({ made: 1, ended: true });
});

test("a reader that goes away while a page is made is no failure", async () => {
  const making = Promise.withResolvers<void>();
  async function* chunks(): AsyncGenerator<string, void> {
    yield "page 1\n";
    await making.promise;
    yield "page 2\n";
  }
  const told: unknown[] = [];
  const reader = pageStream(chunks(), (error) => told.push(error)).getReader();
  await reader.read();
  const late = reader.read();
  const cancelled = reader.cancel();
  making.resolve();
  await Promise.all([late, cancelled]);
  await setImmediate();
  expect(told).toEqual([]);
});

test("a failure is told, so that the connection can be broken before the stream ends", async () => {
  async function* chunks(): AsyncGenerator<string, void> {
    yield "page 1\n";
    throw new Error("broken");
  }
  const told: unknown[] = [];
  const reader = pageStream(chunks(), (error) => told.push(error)).getReader();
  await reader.read();
  expect((await reader.read()).done).toBe(true);
  expect(told).toEqual([new Error("broken")]);
});
