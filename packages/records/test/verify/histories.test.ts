import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { times } from "../../../../test/support/thorough.ts";
import { verify } from "../../src/index.ts";
import { histories, live } from "./support/histories.ts";

// Hundreds of transactions each.
vi.setConfig({ testTimeout: 240_000 });

const db = await testDatabase({ max: 4 });
const DAY_MS = 86_400_000;
const RUNS = times(20, 1_000);

test("whatever upserts, merges, undos and deletions come to, in any order of delivery, nothing is found wrong", async () => {
  let fields = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (acts) => {
      const { teamId } = await live(db, acts);
      const { found, judged } = await verify(db, {
        since: { agoMs: DAY_MS },
        dueMs: DAY_MS,
        teamId,
        shown: 5,
      });
      expect(Object.values(found).flatMap(({ first }) => first)).toEqual([]);
      fields += judged.fields;
    }),
    { numRuns: RUNS },
  );
  // Most can be judged.
  expect(fields).toBeGreaterThan(5 * RUNS);
});
