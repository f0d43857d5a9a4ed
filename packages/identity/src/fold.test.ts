import { deepStrictEqual } from "node:assert/strict";
import type { FieldValue } from "@onefold/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changesBetween, createState, fold } from "./fold.ts";
import type { Folded } from "./fold.ts";
import type { Patch, RecordState } from "./record-state.ts";
import { isLater, stampOf } from "./stamp.ts";

/** There are few fields and values, so that writes meet. Some names are those that an ordinary object has already. */
const FIELDS = ["firstName", "jobTitle", "__proto__", "constructor", "toString"] as const;
const value: fc.Arbitrary<FieldValue> = fc.constantFrom<FieldValue>("a", "b", "", 0, 1, true, false);
const field = fc.constantFrom(...FIELDS);

interface Draft {
  observedAt: number | undefined;
  set: [string, FieldValue][];
  clear: string[];
  source: string;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  observedAt: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  set: fc.array(fc.tuple(field, value), { maxLength: 4 }),
  clear: fc.array(field, { maxLength: 3 }),
  source: fc.constantFrom("api", "import", "crm"),
});

/** Makes patches with distinct clocks, some with an observedAt before or after the clock. */
const patches: fc.Arbitrary<Patch[]> = fc
  .array(draft, { minLength: 1, maxLength: 8 })
  .map((drafts) => drafts.map((each, i) => patchOf(each, i + 1)));

function patchOf({ observedAt, set, clear, source }: Draft, clock: number): Patch {
  // fromEntries makes own properties, even for `__proto__`.
  return {
    stamp: stampOf(clock, observedAt),
    set: Object.fromEntries(set),
    clear,
    origin: { clock, source, createdBy: `usr_${clock}` },
  };
}

/** Gives the patches in another order, some of them more than once. */
const shuffled = (all: Patch[]): fc.Arbitrary<Patch[]> =>
  fc
    .array(fc.constantFrom(...all), { maxLength: 6 })
    .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }));

function foldAll(all: readonly Patch[], from?: RecordState): RecordState {
  const [first, ...rest] = all;
  if (first === undefined) throw new Error("nothing to fold");
  return rest.reduce((state, patch) => fold(state, patch).state, fold(from, first).state);
}

/** Gives the state as the database gives it back, as plain objects of JSON. */
function stored(state: RecordState): RecordState {
  const parsed: RecordState = JSON.parse(JSON.stringify(state));
  return parsed;
}

/** States the rule in another way: of all writes to a field, it is the one with the highest stamp. */
function lastWrite(all: readonly Patch[], name: string): Patch | undefined {
  return all
    .filter((patch) => Object.hasOwn(patch.set, name) || patch.clear.includes(name))
    .toSorted((a, b) => a.stamp.effective - b.stamp.effective || a.stamp.clock - b.stamp.clock)
    .at(-1);
}

function valueIn(state: RecordState | undefined, name: string): FieldValue | undefined {
  return state !== undefined && Object.hasOwn(state.fields, name) ? state.fields[name] : undefined;
}

function writtenBy(patch: Patch, name: string): FieldValue | undefined {
  return Object.hasOwn(patch.set, name) ? patch.set[name] : undefined;
}

describe("fold", () => {
  test("any order and any duplication of the same patches give the same record", () => {
    fc.assert(
      fc.property(
        patches.chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
        ([all, again]) => {
          deepStrictEqual(foldAll(again), foldAll(all));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("any grouping too: what was folded and stored goes on as if it never had been", () => {
    fc.assert(
      fc.property(
        patches.chain((all) => fc.tuple(fc.constant(all), shuffled(all), fc.nat({ max: all.length - 1 }))),
        ([all, again, at]) => {
          const first = foldAll(again.slice(0, at + 1));
          const rest = again.slice(at + 1);
          const whole =
            rest.length === 0 ? fold(stored(first), again[0] ?? fail()).state : foldAll(rest, stored(first));
          // toStrictEqual would ask a map with a field `constructor` for its class.
          deepStrictEqual(whole, foldAll(all));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("each field is the write with the highest stamp, and the origin that with the lowest clock", () => {
    fc.assert(
      fc.property(
        patches.chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
        ([all, again]) => {
          const state = foldAll(again);
          for (const name of FIELDS) {
            const last = lastWrite(all, name);
            expect(valueIn(state, name)).toBe(last && writtenBy(last, name));
            // A field that was cleared or left unmodified has a stamp as well.
            expect(Object.hasOwn(state.stamps, name) ? state.stamps[name] : undefined).toEqual(last?.stamp);
          }
          expect(state.origin).toEqual(all[0]?.origin);
        },
      ),
    );
  });

  test("a patch folded twice does nothing the second time", () => {
    fc.assert(
      fc.property(patches, (all) => {
        const before = foldAll(all);
        const { state, changes } = fold(before, all.at(-1) ?? fail());
        deepStrictEqual(state, before);
        expect(Object.keys(changes)).toEqual([]);
      }),
    );
  });

  test("changes are the fields whose value is another one, from and to, as between the two states", () => {
    fc.assert(
      fc.property(patches.chain(shuffled), (all) => {
        let before: RecordState | undefined;
        for (const patch of all) {
          const { state, changes }: Folded = fold(before, patch);
          for (const name of FIELDS) {
            const [from, to] = [valueIn(before, name), valueIn(state, name)];
            const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
            expect(change).toStrictEqual(
              from === to
                ? undefined
                : { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
            );
          }
          deepStrictEqual(changesBetween(before?.fields ?? {}, state.fields), changes);
          before = state;
        }
      }),
    );
  });

  test("stale are the fields that a later write has with a different value, each once", () => {
    fc.assert(
      fc.property(patches.chain(shuffled), (all) => {
        let before: RecordState | undefined;
        for (const patch of all) {
          const { state, stale }: Folded = fold(before, patch);
          const expected = FIELDS.filter((name) => {
            const written = Object.hasOwn(patch.set, name) || patch.clear.includes(name);
            const stands =
              before !== undefined && Object.hasOwn(before.stamps, name) ? before.stamps[name] : undefined;
            return (
              written &&
              stands !== undefined &&
              isLater(stands, patch.stamp) &&
              valueIn(before, name) !== writtenBy(patch, name)
            );
          });
          expect(stale.toSorted()).toEqual(expected.toSorted());
          before = state;
        }
      }),
    );
  });

  test("changes neither of its arguments", () => {
    fc.assert(
      fc.property(patches, (all) => {
        const last = all.at(-1) ?? fail();
        const before = foldAll(all);
        const copies = [structuredClone(stored(before)), structuredClone(last)] as const;
        fold(before, {
          ...last,
          stamp: stampOf(99),
          set: { ...last.set, firstName: "new" },
          clear: ["jobTitle"],
        });
        fold(before, last);
        expect(stored(before)).toEqual(copies[0]);
        expect(last).toEqual(copies[1]);
      }),
    );
  });

  test("names of Object.prototype are fields like any other", () => {
    const origin = { clock: 1, source: "api", createdBy: "usr_1" };
    const set: Record<string, FieldValue> = JSON.parse('{"__proto__":"a","constructor":"b"}');
    const { state, changes, stale } = fold(undefined, {
      stamp: stampOf(1),
      set: {},
      clear: ["toString"],
      origin,
    });
    expect([valueIn(state, "toString"), Object.keys(changes), stale]).toEqual([undefined, [], []]);
    const next = fold(stored(state), { stamp: stampOf(2), set, clear: ["valueOf"], origin });
    expect(JSON.stringify(next.changes)).toBe('{"__proto__":{"to":"a"},"constructor":{"to":"b"}}');
    expect(JSON.stringify(next.state.fields)).toBe('{"__proto__":"a","constructor":"b"}');
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect("a" in {}).toBe(false);
  });
});

describe("by example", () => {
  const at = (
    clock: number,
    set: Record<string, FieldValue>,
    clear: string[] = [],
    observedAt?: number,
  ): Patch => ({
    stamp: stampOf(clock, observedAt),
    set,
    clear,
    origin: { clock, source: `s${clock}`, createdBy: "usr_1" },
  });

  test("an unmodified write raises the stamp, so that an older one that arrives late loses", () => {
    const first = createState(at(10, { jobTitle: "CTO" }));
    const same = fold(first, at(30, { jobTitle: "CTO" }));
    expect(same.changes).toEqual({});
    const late = fold(same.state, at(20, { jobTitle: "VP" }));
    expect(late.state.fields["jobTitle"]).toBe("CTO");
    expect(late.stale).toEqual(["jobTitle"]);
  });

  test("a cleared field stays empty for older writes", () => {
    const cleared = foldAll([at(10, { phone: "1" }), at(30, {}, ["phone"])]);
    expect(cleared.stamps["phone"]).toEqual(stampOf(30));
    const late = fold(cleared, at(20, { phone: "2" }));
    expect(Object.keys(late.state.fields)).toEqual([]);
    expect(late.stale).toEqual(["phone"]);
  });

  test("what the source saw earlier doesn't overwrite what another saw later", () => {
    const folded = fold(createState(at(20, { jobTitle: "CTO" }, [], 15)), at(30, { jobTitle: "VP" }, [], 10));
    expect(folded.state.fields["jobTitle"]).toBe("CTO");
    expect(folded.stale).toEqual(["jobTitle"]);
  });

  test("a field both set and cleared is set", () => {
    expect(createState(at(1, { phone: "1" }, ["phone"])).fields["phone"]).toBe("1");
  });

  test("the earliest accepted sets the source, whenever it arrives", () => {
    expect(foldAll([at(20, { a: 1 }), at(10, { a: 2 }), at(30, { a: 3 })]).origin).toEqual({
      clock: 10,
      source: "s10",
      createdBy: "usr_1",
    });
  });
});

function fail(): never {
  throw new Error("unreachable");
}
