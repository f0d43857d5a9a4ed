import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChangeEntry } from "../changes/change-entry.ts";
import { newestFirst } from "./load-messages.ts";

test("of each message all entries come, the newer first, and of all messages the newest before any other", () => {
  const lengths = fc.array(fc.nat({ max: 20 }), { maxLength: 8 });
  fc.assert(
    fc.property(lengths, (all) => {
      const messages = all.map((length, at) => ({
        content: {
          events: [],
          entries: Array.from({ length }, (_, row): ChangeEntry => [
            "updated",
            "contact",
            `job_${at}`,
            row,
            1,
            {},
          ]),
          omitted: 0,
        },
      }));
      const entries = newestFirst(messages);
      for (const [at, { content }] of messages.entries())
        expect(entries.filter(([, , job]) => job === `job_${at}`)).toEqual(content.entries.toReversed());
      const some = all.filter((length) => length > 0).length;
      expect(new Set(entries.slice(0, some).map(([, , job]) => job)).size).toBe(some);
    }),
  );
});
