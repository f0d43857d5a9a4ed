import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fieldsOf, mendedRows } from "./mended-rows.ts";

const names = fc.constantFrom("email", "firstName", "score", "_ignored");
const input = fc.dictionary(names, fc.oneof(fc.string({ minLength: 1 }), fc.integer()), {
  noNullPrototype: true,
});
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
          const expected = name in after ? after[name] : before[name];
          const isSent = name !== "_ignored" && expected !== undefined && expected !== "";
          expect(sent[index]?.[name]).toEqual(isSent ? expected : undefined);
        }
    }),
  );
});

test("rows that name nobody can be given an e-mail", () => {
  expect(fieldsOf([{ row: 0, input: { firstName: "Jane", _ignored: {} } }])).toEqual(["email", "firstName"]);
  expect(fieldsOf([{ row: 0, input: { email: "x", firstName: "Jane" } }])).toEqual(["email", "firstName"]);
});
