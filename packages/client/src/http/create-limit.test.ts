import fc from "fast-check";
import { expect, test } from "vitest";
import { createLimit } from "./create-limit.ts";

test("never more than allowed run at once, all run in their order, whichever fail or are given up", async () => {
  const kind = fc.constantFrom("fine", "fails", "aborted");
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(kind, { maxLength: 30 }),
      async (max, kinds) => {
        const limit = createLimit(max);
        let running = 0;
        const begun: number[] = [];
        const results = kinds.map(async (each, at) => {
          const stop = new AbortController();
          const result = limit.run(stop.signal, async () => {
            begun.push(at);
            expect(++running).toBeLessThanOrEqual(max);
            await Promise.resolve();
            running--;
            if (each === "fails") throw new Error("failed");
          });
          if (each === "aborted") stop.abort();
          await result;
        });
        await Promise.allSettled(results);
        expect(running).toBe(0);
        expect(begun).toEqual(begun.toSorted((a, b) => a - b));
        expect(begun.length).toBeGreaterThanOrEqual(kinds.filter((each) => each !== "aborted").length);
        // No place is lost.
        await Promise.all(Array.from({ length: max }, () => limit.run(undefined, async () => undefined)));
      },
    ),
  );
});
