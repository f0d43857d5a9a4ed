import { FieldType } from "@onefold/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCustomValue } from "./custom-value.ts";

const TAKEN: Record<FieldType, readonly (readonly [given: unknown, stored: unknown])[]> = {
  text: [
    ["Jane", "Jane"],
    [" two words\n", " two words\n"],
    ["x".repeat(5_000), "x".repeat(5_000)],
    ["5", "5"],
  ],
  number: [
    [0, 0],
    [-0, 0],
    [-1.5, -1.5],
    [0.1, 0.1],
    [9_007_199_254_740_991, 9_007_199_254_740_991],
    [-9_007_199_254_740_991, -9_007_199_254_740_991],
    [1e-7, 1e-7],
  ],
  boolean: [
    [true, true],
    [false, false],
  ],
  datetime: [
    ["2026-11-02T09:30:00Z", "2026-11-02T09:30:00.000Z"],
    [" 2026-11-02T09:30:00.5+02:00 ", "2026-11-02T07:30:00.500Z"],
    ["2026-11-02T09:30:00.123456789Z", "2026-11-02T09:30:00.123Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ],
  date: [
    ["2026-11-02", "2026-11-02"],
    [" 2024-02-29 ", "2024-02-29"],
    ["0001-01-01", "0001-01-01"],
    ["9999-12-31", "9999-12-31"],
  ],
  phone: [
    ["+33 1 23 45 67 89", "+33 1 23 45 67 89"],
    [" +33123456789 ", "+33123456789"],
    ["(+33) 1 23 45 67 89", "(+33) 1 23 45 67 89"],
    ["\u202a+33 1\u201123 45\u202c", "+33 1-23 45"],
    ["tel:+33-1-23-45", "+33-1-23-45"],
    ["+(33) 1.23.45", "+(33) 1.23.45"],
    ["(415) 555-0132", "(415) 555-0132"],
    ["030/1234567", "030/1234567"],
    ["415-555-0132 ext. 12", "415-555-0132 ext. 12"],
    ["415-555-0132x12", "415-555-0132x12"],
    ["415-555-0132 #12", "415-555-0132 #12"],
    ["01\u00a023\u202f45", "01\u00a023\u202f45"],
    ["1234", "1234"],
  ],
};

const REFUSED: Record<FieldType, readonly unknown[]> = {
  text: [5, true, ["a"], {}, "x".repeat(5_001)],
  number: ["5", "", true, [5], {}, Number.NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e300],
  boolean: ["true", "yes", 0, 1, [true], {}],
  datetime: [
    "2026-11-02",
    "2026-11-02T09:30",
    "2026-11-02T09:30:00",
    "2026-11-02 09:30:00Z",
    "2026-02-30T00:00:00Z",
    "2026-11-02T24:00:00Z",
    "2026-12-31T23:59:60Z",
    "0000-12-31T23:59:59Z",
    // The instants of these are in the years 0 and 10000.
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "yesterday",
    1_700_000_000,
    {},
  ],
  date: [
    "2026-02-29",
    "2026-13-01",
    "2026-1-2",
    "02/11/2026",
    "0000-01-01",
    "2026-11-02T09:30:00Z",
    20_261_102,
  ],
  phone: [
    "call me",
    "12",
    "1".repeat(21),
    "+33\n123456",
    "+33\t123456",
    "++33123456",
    "33+123456",
    "-33123456",
    "...1234",
    "+33123456 ext",
    "+33123456 or +33123457",
    "+33123456<script>",
    `1${" ".repeat(60)}234`,
    33_123_456,
    ["+33123456"],
  ],
};

describe.each(FieldType.options)("a %s field", (type) => {
  test.each(TAKEN[type])("takes %j", (given, stored) => {
    expect(readCustomValue(type, given)).toEqual({ value: stored });
  });

  test.each(REFUSED[type].map((value) => [value]))("refuses %j, and says what it takes", (value) => {
    expect(readCustomValue(type, value)).toEqual({ expected: expect.stringMatching(/^(a|an|true) \w/) });
  });

  test("takes what it stored, and stores that", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.integer(), fc.date().map(String)), (given) => {
        const first = readCustomValue(type, given);
        if ("value" in first) expect(readCustomValue(type, first.value)).toEqual(first);
      }),
    );
  });
});
