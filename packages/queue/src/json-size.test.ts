import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonSize } from "./json-size.ts";

const plain = fc.string({ unit: fc.constantFrom("a", "Z", "7", " ", "é", "漢", "😀") });

test("it is the size of the JSON where nothing needs escaping", () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      plain,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 5 }),
      fc.dictionary(plain, tie("value"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(value, (any) => {
      expect(jsonSize(any)).toBe(Buffer.byteLength(JSON.stringify(any)));
    }),
  );
});
