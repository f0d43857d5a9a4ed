import { deepStrictEqual } from "node:assert/strict";
import type { FieldValue } from "@onefold/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adoptStates } from "./adopt-states.ts";
import { contactDefinition } from "./definitions.ts";
import { fold } from "./fold.ts";
import { joinStates } from "./join-states.ts";
import type { Patch, RecordState } from "./record-state.ts";
import { isLater, stampOf } from "./stamp.ts";
import { undoAdoption } from "./undo-adoption.ts";

const FIELDS = ["firstName", "email", "ownerId", "__proto__", "constructor"] as const;
const value = fc.constantFrom<FieldValue>("a", "b", 0, true);

/** Makes patches with distinct clocks, each with the record that it goes to. */
const writes = fc
  .array(
    fc.record({
      to: fc.nat(2),
      observedAt: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
      set: fc.array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 4 }),
      clear: fc.array(fc.constantFrom(...FIELDS), { maxLength: 2 }),
    }),
    { minLength: 3, maxLength: 10 },
  )
  .map((drafts) =>
    drafts.map(({ to, observedAt, set, clear }, i) => ({
      to,
      patch: patchOf(i + 1, observedAt, set, clear),
    })),
  );

function patchOf(
  clock: number,
  observedAt: number | undefined,
  set: [string, FieldValue][],
  clear: string[] = [],
): Patch {
  const origin = { clock, source: `s${clock}`, createdBy: `usr_${clock}` };
  return { stamp: stampOf(clock, observedAt), set: Object.fromEntries(set), clear, origin };
}

function foldAll(patches: readonly Patch[]): RecordState | undefined {
  let state: RecordState | undefined;
  for (const patch of patches) state = fold(state, patch).state;
  return state;
}

/** There is one state for each record that was written, and at least one. */
const states = writes.map((all) =>
  [0, 1, 2].flatMap((to) => foldAll(all.filter((write) => write.to === to).map(({ patch }) => patch)) ?? []),
);

describe("joinStates", () => {
  test("whether writes meet before the records do or after, the record is the same", () => {
    fc.assert(
      fc.property(writes, (all) => {
        const whole = foldAll(all.map(({ patch }) => patch));
        const parts = [0, 1, 2].flatMap(
          (to) => foldAll(all.filter((write) => write.to === to).map(({ patch }) => patch)) ?? [],
        );
        deepStrictEqual(parts.reduce(joinStates), whole);
        deepStrictEqual(parts.toReversed().reduce(joinStates), whole);
        for (const part of parts) if (whole) deepStrictEqual(joinStates(whole, part), whole);
      }),
    );
  });

  test("equal stamps with different values, or with one and none, still have one winner", () => {
    const written = [
      patchOf(1, undefined, [["firstName", "a"]]),
      patchOf(1, undefined, [["firstName", "b"]]),
    ];
    const all = [...written, patchOf(1, undefined, [], ["firstName"])].flatMap(
      (each) => foldAll([each]) ?? [],
    );
    for (const a of all) for (const b of all) deepStrictEqual(joinStates(a, b), joinStates(b, a));
  });
});

describe("adoptStates and undoAdoption", () => {
  test("the survivor's values stand, its empty fields are filled in order, every field has the merge's clock", () => {
    fc.assert(
      fc.property(states, ([survivor, ...secondaries]) => {
        if (!survivor) return;
        const { state, moved, refused } = adoptStates(contactDefinition, survivor, secondaries, 100);
        for (const [field, own] of Object.entries(survivor.fields)) expect(state.fields[field]).toBe(own);
        for (const stamp of Object.values(state.stamps)) expect(stamp).toEqual(stampOf(100));
        for (const field of moved) {
          expect(Object.hasOwn(survivor.fields, field)).toBe(false);
          const first = secondaries.find((each) => Object.hasOwn(each.fields, field));
          expect(state.fields[field]).toBe(first?.fields[field]);
        }
        for (const { field, value: lost, from } of refused) {
          expect(secondaries[from]?.fields[field]).toBe(lost);
          expect(state.fields[field]).not.toBe(lost);
        }
        expect(state.origin).toEqual(survivor.origin);
        expect(Object.hasOwn(state.fields, "ownerId")).toBe(Object.hasOwn(survivor.fields, "ownerId"));
      }),
    );
  });

  test("no stamp is ever lowered, whatever the merge's clock: what lost to one of the records loses to the survivor", () => {
    fc.assert(
      fc.property(states, fc.integer({ min: 0, max: 12 }), ([survivor, ...secondaries], clock) => {
        if (!survivor) return;
        const { stamps } = adoptStates(contactDefinition, survivor, secondaries, clock).state;
        for (const state of [survivor, ...secondaries])
          for (const [field, stamp] of Object.entries(state.stamps))
            expect(isLater(stamp, stamps[field])).toBe(false);
      }),
    );
  });

  test("an undo right after is the inverse; later writes stay, also those of moved fields", () => {
    fc.assert(
      fc.property(
        states,
        fc.array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 3 }),
        ([survivor, ...secondaries], set) => {
          if (!survivor) return;
          const adopted = adoptStates(contactDefinition, survivor, secondaries, 100);
          const trace = {
            restored: survivor,
            merged: adopted.state,
            moved: adopted.moved,
            others: secondaries,
          };
          const undone = undoAdoption(adopted.state, trace);
          expect(undone.kept).toEqual([]);
          deepStrictEqual(plain(undone.state), plain(survivor));
          expect(undone.state.origin).toEqual(survivor.origin);

          const later = patchOf(101, undefined, set);
          const after = undoAdoption(fold(adopted.state, later).state, trace);
          expect(after.kept).toEqual(adopted.moved.filter((field) => Object.hasOwn(later.set, field)));
          deepStrictEqual(plain(after.state), plain(fold(survivor, later).state));
        },
      ),
    );
  });
});

/** Gives the states as the database has them. */
function plain({ fields, stamps }: RecordState): unknown {
  return JSON.parse(JSON.stringify({ fields, stamps }));
}
