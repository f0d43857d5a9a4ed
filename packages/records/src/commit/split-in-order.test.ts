import type { Item } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linkLocksOf, locksOf } from "./lock-identifiers.ts";
import { keepMore, splitInOrder } from "./split-in-order.ts";
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
const records = fc.subarray(["r", "s", "t"]);
const given = fc.array(fc.record({ upsert, why, records }), { maxLength: 8 }).chain((all) => {
  const items = all.map((each, n) => ({ ...each, item: each.upsert(n + 1) }));
  return fc.shuffledSubarray(items, { minLength: items.length });
});

test("no item goes before an older one that may be of one person with it, and each goes where nothing stands before it", () => {
  fc.assert(
    fc.property(given, fc.nat(3), (all, olderCount) => {
      const byClock = all.toSorted((a, b) => a.item.clock - b.item.clock);
      // Those that were left before are older than all others.
      const before = byClock.slice(0, olderCount);
      const reached = (one: Item) => all.find((each) => each.item === one)?.records ?? [];
      const leftBefore = (as: keyof Left) =>
        before.filter((each) => each.why === as).map((each) => each.item);
      const heldBefore = keepMore([], "held", leftBefore("held"), reached);
      const kept = keepMore(heldBefore, "rest", leftBefore("rest"), reached);
      const now = all.filter((each) => !before.includes(each));
      const reasons = new Map(now.map((each) => [each.item, each.why]));
      const split = splitInOrder(
        now.map((each) => each.item),
        (each) => reasons.get(each),
        { kept, reached },
      );

      const expected = { ready: [] as Item[], held: [] as Item[], rest: [] as Item[] };
      const keysOf = (one: Item) => [...locksOf(one), ...reached(one)];
      const ways = new Map<Item, Set<keyof Left>>();
      for (const each of before) if (each.why) ways.set(each.item, new Set([each.why]));
      const seen = before.filter((each) => each.why).map((each) => each.item);
      /** Those seen that may be of one person with who has these keys, directly or through each other. */
      const personOf = (keys: readonly (number | string)[]): Item[] => {
        const met = seen.filter((one) => keysOf(one).some((key) => keys.includes(key)));
        const more = [...new Set([...keys, ...met.flatMap(keysOf)])];
        return more.length === new Set(keys).size ? met : personOf(more);
      };
      for (const each of now.toSorted((a, b) => a.item.clock - b.item.clock)) {
        const behind = [keysOf(each.item), ...linkLocksOf(each.item).map((lock) => [lock])].flatMap(personOf);
        const own = new Set([each.why, ...behind.flatMap((one) => [...(ways.get(one) ?? [])])]);
        const as = own.has("held") ? "held" : own.has("rest") ? "rest" : undefined;
        expected[as ?? "ready"].push(each.item);
        seen.push(each.item);
        if (as) ways.set(each.item, new Set([as]));
      }
      const clocks = (items: readonly Item[]) => items.map(({ clock }) => clock);
      expect(clocks(split.held)).toEqual(clocks(expected.held));
      expect(clocks(split.rest)).toEqual(clocks(expected.rest));
      expect(clocks(split.ready).toSorted((a, b) => a - b)).toEqual(clocks(expected.ready));
      // What is kept keeps the same from those that come later.
      const again = splitInOrder(split.ready, () => undefined, { kept: split.kept, reached });
      for (const one of again.ready)
        expect(personOf(keysOf(one)).filter((other) => ways.has(other))).toEqual([]);
    }),
  );
});

test("where nothing is left, nothing is looked at or put in another order", () => {
  const items = [
    item(2, { identifiers: [email("a@example.com")] }),
    item(1, { identifiers: [email("a@example.com")] }),
  ];
  const split = splitInOrder(items, () => undefined);
  expect(split).toEqual({ ready: items, held: [], rest: [], kept: [] });
  expect(split.ready).toBe(items);
});
