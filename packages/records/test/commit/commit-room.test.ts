import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { commitOnce } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { email, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 2 });

const KIB = 1_024;
const itemsOf = ({ item }: Team, count: number, set = {}, other = {}) =>
  Array.from({ length: count }, (_, n) => item({ identifiers: [email(`p${n}@example.com`)], set, ...other }));

test.each([
  [1, 1],
  [3 * KIB, 2],
  [1_000 * KIB, 5],
])(
  "with room for %s characters of receipts it applies %s of five, the oldest first",
  async (maxBytes, count) => {
    const items = itemsOf(await newTeam(db), 5, { tagline: "x".repeat(2 * KIB) });
    const { outcomes, held, rest } = await commitOnce(db, items.toReversed(), { maxBytes });
    expect(outcomes.map(({ item }) => item)).toEqual(items.slice(0, count));
    expect([held, rest]).toEqual([[], items.slice(count)]);
  },
);

test.each([
  [1, 1],
  [10 * KIB, 2],
  [1_000 * KIB, 5],
])(
  "with room for %s bytes of records it reads those of %s of five items, the oldest",
  async (maxBytes, count) => {
    const team = await newTeam(db);
    await commitItems(db, itemsOf(team, 5, { tagline: "x".repeat(4 * KIB) }));
    const items = itemsOf(team, 5, { jobTitle: "x" });
    const { outcomes, held, rest } = await commitOnce(db, items.toReversed(), { maxBytes });
    expect(outcomes.map(({ item }) => item)).toEqual(items.slice(0, count));
    expect([held, rest]).toEqual([[], items.slice(count)]);
  },
);

test("a commit ends where searching its receipts for names would take long", async () => {
  const team = await newTeam(db);
  await commitItems(db, itemsOf(team, 20, { notes: "now" }));
  // What an older upsert would have set is told in its receipt, and searched.
  const older = itemsOf(team, 20, { notes: " @a".repeat(1_600) }, { observedAt: 1_000 });
  const { outcomes, rest } = await commitOnce(db, older);
  expect(outcomes.length).toBeGreaterThan(0);
  expect(outcomes.length).toBeLessThan(10);
  expect(outcomes.length + rest.length).toBe(20);
  expect((await commitItems(db, rest)).outcomes).toHaveLength(rest.length);
});
