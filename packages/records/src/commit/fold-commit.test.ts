import { expect, test } from "vitest";
import { foldCommit } from "./fold-commit.ts";
import { email, emptyState, item } from "./support/folding.ts";

const named = (clock: number, name: string) => item(clock, { identifiers: [email(`${name}@example.com`)] });

test("items are folded by clock, whatever their order, and what each makes or changes is noted once", async () => {
  const state = emptyState();
  const items = [named(3, "jane"), named(1, "jane"), named(2, "john")];
  const first = await foldCommit(state, items);
  expect(first.outcomes.map(({ item: { clock }, result }) => [clock, result.outcome])).toEqual([
    [1, "created"],
    [2, "created"],
    [3, "unmodified"],
  ]);
  expect(first.rest).toEqual([]);
  expect([first.created.size, first.touched.size]).toEqual([2, 0]);
  const second = await foldCommit(state, [named(4, "jane"), item(5, { recordId: "ctc_nobody" })]);
  expect(second.outcomes.map(({ result }) => result.outcome)).toEqual(["unmodified", "rejected"]);
  expect([second.created.size, second.touched.size]).toEqual([0, 1]);
});

test("the rest is given back from where it was told to stop", async () => {
  const items = [named(3, "c"), named(1, "a"), named(2, "b")];
  const { outcomes, rest, created } = await foldCommit(
    emptyState(),
    items,
    ({ item: { clock } }) => clock === 2,
  );
  expect(outcomes.map(({ item: { clock } }) => clock)).toEqual([1, 2]);
  expect(rest.map(({ clock }) => clock)).toEqual([3]);
  expect(created.size).toBe(2);
});
