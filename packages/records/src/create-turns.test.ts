import { expect, test } from "vitest";
import { createTurns } from "./index.ts";

test("a turn is over after 10 ms, and another begins when others had theirs", async () => {
  let now = 0;
  const turns = createTurns(() => now);
  now = 9;
  expect(turns.isOver()).toBe(false);
  now = 10;
  expect(turns.isOver()).toBe(true);
  let others = 0;
  setImmediate(() => (others = now += 5));
  await turns.give();
  expect(others).toBe(15);
  now = 24;
  expect(turns.isOver()).toBe(false);
});
