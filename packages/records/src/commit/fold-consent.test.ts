import { createState, CONSENT } from "@onefold/identity";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldConsent } from "./fold-consent.ts";
import { item } from "./support/folding.ts";

const blank = createState({
  stamp: { effective: 1, clock: 1 },
  set: {},
  clear: [],
  origin: { clock: 1, source: "api", createdBy: "usr_1" },
});

/** What items say of a contact, and since when a value is listed that they give, each with a time of its own. */
const history = fc
  .uniqueArray(fc.integer({ min: 2, max: 1_000 }), { minLength: 1, maxLength: 12 })
  .chain((clocks) =>
    fc.tuple(
      fc.tuple(
        ...clocks.map((clock) =>
          fc.record({
            clock: fc.constant(clock),
            said: fc.option(fc.boolean(), { nil: undefined }),
            listed: fc.option(
              fc.integer({ min: 1_001, max: 2_000 }).map((at) => at - 1_000.5),
              {
                nil: undefined,
              },
            ),
          }),
        ),
      ),
      fc.func(fc.integer()),
    ),
  );

test("the latest of all that was said stands, in any order", () => {
  fc.assert(
    fc.property(history, ([says, order]) => {
      const shuffled = says.toSorted((a, b) => order(a.clock) - order(b.clock));
      const { state } = shuffled.reduce(
        (folded, { clock, said, listed }) =>
          foldConsent(
            item(clock, said === undefined ? {} : { consent: { unsubscribed: said } }),
            folded,
            listed,
          ),
        { state: blank, changes: {}, stale: [] as string[] },
      );
      const all = says.flatMap(({ clock, said, listed }) => [
        ...(said === undefined ? [] : [{ at: clock, out: said }]),
        ...(listed === undefined ? [] : [{ at: listed, out: true }]),
      ]);
      const latest = all.toSorted((a, b) => b.at - a.at)[0];
      expect(state.fields[CONSENT] === true).toBe(latest?.out ?? false);
      expect(state.stamps[CONSENT]?.effective).toBe(latest?.at);
    }),
  );
});

test("who knows it already is unchanged, so that an undo doesn't take it for something new", () => {
  const first = foldConsent(item(20, {}), { state: blank, changes: {}, stale: [] }, 10);
  expect(first.changes).toEqual({ [CONSENT]: { to: true } });
  const again = foldConsent(item(30, {}), { state: first.state, changes: {}, stale: [] }, 10);
  expect(again.state).toBe(first.state);
});
