import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fieldsOf, mendedRows } from "./mended-rows.ts";

const text = fc.string({ minLength: 1 });
const input = fc.record(
  { email: text, firstName: text, score: fc.integer(), _ignored: text },
  { requiredKeys: [], noNullPrototype: true },
);
const changes = fc.dictionary(fc.constantFrom("email", "firstName"), fc.string(), { noNullPrototype: true });

test("only rows that were changed are sent, with what was typed, and the rest as it was given", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(input, fc.option(changes, { nil: undefined }))), (given) => {
      const rows = given.map(([each], row) => ({ row, input: each }));
      const mended = Object.fromEntries(
        given.flatMap(([, each], row) => (each === undefined ? [] : [[row, each]])),
      );
      const sent = mendedRows(rows, mended);
      const changed = given.filter(([, each]) => each !== undefined);
      expect(sent).toHaveLength(changed.length);
      for (const [index, [before, after = {}]] of changed.entries())
        for (const name of ["email", "firstName", "score", "_ignored"]) {
          const expected = { ...before, ...after }[name];
          const isSent = name !== "_ignored" && expected !== undefined && expected !== "";
          expect(sent[index]?.[name]).toEqual(isSent ? expected : undefined);
        }
    }),
  );
});

const KINDS = [fc.array(fc.string()), fc.double({ noDefaultInfinity: true, noNaN: true }), fc.boolean()];
const twoOfAKind = fc.oneof(...KINDS.map((kind) => fc.tuple<[unknown, unknown]>(kind, kind)));

test("what was no text is none after it was typed, and a text stays one whatever it looks like", () => {
  const mend = (given: readonly (Record<string, unknown> | undefined)[], typed: string) => {
    const rows = given.map((each, row) => ({ row, ...(each && { input: each }) }));
    return mendedRows(rows, { 0: { field: typed } })[0]?.["field"];
  };
  fc.assert(
    fc.property(twoOfAKind, text, text, ([before, after], junk, was) => {
      const typed = JSON.stringify(after);
      // JSON has no -0.
      const expected: unknown = JSON.parse(typed);
      expect(mend([{ field: before }], typed)).toEqual(expected);
      // A row that gave nothing is as the others are.
      expect(mend([{}, undefined, { field: before }], typed)).toEqual(expected);
      expect(mend([{ field: was }, { field: before }], typed)).toBe(typed);
      expect(mend([{ field: before }], `{${junk}`)).toBe(`{${junk}`);
      expect(mend([{ field: before }], "")).toBeUndefined();
    }),
  );
  expect(mend([{ field: 5 }], "1e999")).toBe("1e999");
  expect(mend([{ field: ["a"] }], "null")).toBe("null");
});

test("rows that name nobody can be given an e-mail", () => {
  expect(fieldsOf([{ row: 0, input: { firstName: "Jane", _ignored: {} } }])).toEqual(["email", "firstName"]);
  expect(fieldsOf([{ row: 0, input: { email: "x", firstName: "Jane" } }])).toEqual(["email", "firstName"]);
});
