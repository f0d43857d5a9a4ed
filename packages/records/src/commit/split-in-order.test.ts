import type { Item } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linkLocksOf, locksOf } from "./lock-identifiers.ts";
import { splitInOrder } from "./split-in-order.ts";
import type { Left } from "./split-in-order.ts";
import { email, item, linkedin } from "./support/folding.ts";

const company = (clock: number, domain: string): Item =>
  item(clock, { entity: "company", identifiers: [{ kind: "domain", value: domain }] });
const names = fc.subarray(["a", "b", "c"], { minLength: 1 });
const upsert = fc.oneof(
  fc.record({ names, at: fc.option(fc.constantFrom("x", "y"), { nil: undefined }) }).map(
    ({ names: given, at }) =>
      (clock: number) =>
        item(clock, {
          identifiers: given.map((name, n) => (n === 0 ? email(`${name}@example.com`) : linkedin(name))),
          ...(at !== undefined && { company: { field: "companyDomain", value: `${at}.example.com` } }),
        }),
  ),
  fc.constantFrom("x", "y").map((at) => (clock: number) => company(clock, `${at}.example.com`)),
);
const why = fc.constantFrom<keyof Left | undefined>("held", "rest", undefined, undefined);
const given = fc.array(fc.record({ upsert, why }), { maxLength: 8 }).chain((all) => {
  const items = all.map((each, n) => ({ item: each.upsert(n + 1), why: each.why }));
  return fc.shuffledSubarray(items, { minLength: items.length });
});

test("no item goes before an older one that it shares a name with, and each goes where nothing stands before it", () => {
  fc.assert(
    fc.property(given, fc.nat(3), (all, olderCount) => {
      const byClock = all.toSorted((a, b) => a.item.clock - b.item.clock);
      // Those that were left before are older than all others.
      const before = byClock.slice(0, olderCount);
      const older = {
        held: before.filter((each) => each.why === "held").map((each) => each.item),
        rest: before.filter((each) => each.why === "rest").map((each) => each.item),
      };
      const now = all.filter((each) => !before.includes(each));
      const reasons = new Map(now.map((each) => [each.item, each.why]));
      const split = splitInOrder(
        now.map((each) => each.item),
        (each) => reasons.get(each),
        older,
      );

      const expected = { ready: [] as Item[], held: [] as Item[], rest: [] as Item[] };
      const left: { item: Item; as: keyof Left }[] = [
        ...older.held.map((each) => ({ item: each, as: "held" as const })),
        ...older.rest.map((each) => ({ item: each, as: "rest" as const })),
      ];
      for (const each of now.toSorted((a, b) => a.item.clock - b.item.clock)) {
        const needed = [...locksOf(each.item), ...linkLocksOf(each.item)];
        const follows = left.filter(({ item: other }) =>
          locksOf(other).some((lock) => needed.includes(lock)),
        );
        const ways = new Set([each.why, ...follows.map(({ as }) => as)]);
        const as = ways.has("held") ? "held" : ways.has("rest") ? "rest" : undefined;
        expected[as ?? "ready"].push(each.item);
        if (as) left.push({ item: each.item, as });
      }
      const clocks = (items: readonly Item[]) => items.map(({ clock }) => clock);
      expect(clocks(split.held)).toEqual(clocks(expected.held));
      expect(clocks(split.rest)).toEqual(clocks(expected.rest));
      expect(clocks(split.ready).toSorted((a, b) => a - b)).toEqual(clocks(expected.ready));
    }),
  );
});

test("where nothing is left, nothing is looked at or put in another order", () => {
  const items = [
    item(2, { identifiers: [email("a@example.com")] }),
    item(1, { identifiers: [email("a@example.com")] }),
  ];
  const split = splitInOrder(items, () => undefined);
  expect(split).toEqual({ ready: items, held: [], rest: [] });
  expect(split.ready).toBe(items);
});
