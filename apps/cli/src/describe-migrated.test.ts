import { expect, test } from "vitest";
import { describeMigrated } from "./describe-migrated.ts";

const none = { renamed: 0, dropped: 0, left: [] };

test("what migrate did is told in sentences, with the ids of records that a person has to look at", () => {
  expect(describeMigrated({ migrated: [], identifiers: none })).toBe("Nothing to migrate.");
  const left = Array.from({ length: 102 }, (_, n) => ({
    teamId: "tea_1",
    recordId: `ctc_${n}`,
    otherId: "ctc_x",
  }));
  const lines = describeMigrated({
    migrated: ["one", "two"],
    identifiers: { renamed: 3, dropped: 1, left },
  }).split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "Migrated: one, two.",
    "Identifiers that this version spells otherwise: 3 renamed, 1 dropped, which their record had twice.",
    "These share an identifier in the spelling of this version. Merge those that are one:",
    "  ctc_0 and ctc_x, of tea_1",
  ]);
  expect(lines).toHaveLength(104);
  expect(lines.at(-1)).toBe("  and 2 more: --json prints all of them.");
});
