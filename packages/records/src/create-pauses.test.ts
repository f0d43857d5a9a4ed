import { expect, test } from "vitest";
import { createPauses } from "./index.ts";

test("a pause is due after 10 ms, and again 10 ms after others had their turn", async () => {
  let now = 0;
  const pauses = createPauses(() => now);
  now = 9;
  expect(pauses.isDue()).toBe(false);
  now = 10;
  expect(pauses.isDue()).toBe(true);
  let others = 0;
  setImmediate(() => (others = now += 5));
  await pauses.take();
  expect(others).toBe(15);
  now = 24;
  expect(pauses.isDue()).toBe(false);
});
