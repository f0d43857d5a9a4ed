import type { Conflict } from "@onefold/client/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { joinPages } from "./join-pages.ts";

const conflict = fc.record({
  entity: fc.constant("contact" as const),
  ids: fc.shuffledSubarray(["a", "b", "c"], { minLength: 2, maxLength: 2 }),
  clashes: fc.array(
    fc.nat().map((clock): Conflict["clashes"][number] => ({
      at: "2026-11-28T10:00:00.000Z",
      clock,
      reason: "duplicate",
      field: "email",
      job: { id: "job_1", url: "" },
      row: 0,
    })),
  ),
});

test("each pair comes once, whichever record is named first, and no clash is lost", () => {
  fc.assert(
    fc.property(fc.array(fc.array(conflict)), (pages) => {
      const joined = joinPages(pages);
      const keys = joined.map(({ ids }) => ids.toSorted().join());
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toEqual([...new Set(pages.flat().map(({ ids }) => ids.toSorted().join()))]);
      expect(joined.flatMap(({ clashes }) => clashes)).toHaveLength(
        pages.flat().reduce((sum, { clashes }) => sum + clashes.length, 0),
      );
    }),
  );
});
