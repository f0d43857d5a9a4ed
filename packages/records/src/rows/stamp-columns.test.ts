import * as fc from "fast-check";
import type { Stamp } from "@onefold/identity";
import { expect, test } from "vitest";
import { columnsOfStamps, stampsOfColumns } from "./stamp-columns.ts";

const stamp = fc
  .tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 3))
  .map(([effective, clock]) => ({ effective: Math.min(effective, clock), clock }));
const name = fc.constantFrom("a", "b", "c", "d", "e", "constructor", "__proto__", "toString");
/** What a record has of a field: a value with its stamp, the stamp of a cleared one, or a value that lost its stamp. */
const part = fc.record({ stamp: fc.option(stamp, { freq: 9 }), hasValue: fc.boolean() });
const record = fc.uniqueArray(fc.tuple(name, part), { selector: ([field]) => field });

function stateOf(parts: readonly [string, { stamp: Stamp | null; hasValue: boolean }][]) {
  return {
    stamps: Object.fromEntries(parts.flatMap(([field, { stamp: own }]) => (own ? [[field, own]] : []))),
    fields: Object.fromEntries(parts.flatMap(([field, { hasValue }]) => (hasValue ? [[field, 1]] : []))),
  };
}

test("what was stored is read again, through JSON, with the values and without", () => {
  fc.assert(
    fc.property(record, (parts) => {
      const { stamps, fields } = stateOf(parts);
      for (const beside of [fields, undefined]) {
        const stored = JSON.parse(JSON.stringify(columnsOfStamps(stamps, beside)));
        expect({ ...stampsOfColumns(stored, beside) }).toEqual(stamps);
        if (!beside) expect(Object.keys(stored).toSorted()).toEqual(Object.keys(stamps).toSorted());
      }
    }),
  );
});

test("fields that were written together have one stamp, others their own", () => {
  const [first, second] = [
    { effective: 1, clock: 1 },
    { effective: 1, clock: 2 },
  ];
  const stamps = { a: first, b: first, c: first, d: second, cleared: first };
  expect({ ...columnsOfStamps(stamps, { a: 1, b: 1, c: 1, d: 1 }) }).toEqual({
    "": 1,
    d: [1, 2],
    cleared: 1,
  });
});
