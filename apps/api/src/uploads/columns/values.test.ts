import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isBlankCell } from "./blank-cell.ts";
import { readBoolean } from "./read-boolean.ts";
import { readEmails } from "./read-emails.ts";
import { readFileDate } from "./read-time.ts";
import { readTime, readValue } from "./read-value.ts";

const DATES = [
  "0000-00-01",
  "0000-00-00 00:00:01",
  "0000-00/00",
  "00-00-00",
  "0000",
  "00000000",
  "0001-01-02",
];

test("cells that say nothing", () => {
  for (const text of [
    "",
    " ",
    "\u200b",
    "N/A",
    "n/a",
    "NA",
    "null",
    "NULL",
    "-",
    "--",
    "–",
    "#N/A",
    "#REF!",
    "#NV",
    "NaN",
    "0000-00-00",
    "0000-00-00 00:00:00",
    " 0000-00-00 00:00 ",
    "0000-00-00T00:00:00.000000Z",
    "0000-00-00 00:00:00 UTC",
    "0000/00/00",
    "00/00/0000",
    "00.00.0000 00:00:00",
    "0001-01-01 00:00:00",
    "0001-01-01T00:00:00+00:00",
  ])
    expect([text, isBlankCell(text)]).toEqual([text, true]);
  for (const text of ["0", "Null", "na", "Nan", "None", "No", "---- x", "+", "#1", "-1", ...DATES])
    expect([text, isBlankCell(text)]).toEqual([text, false]);
});

test("a yes and a no in the languages of files", () => {
  for (const text of [
    "yes",
    "Y",
    "1",
    "on",
    "ja",
    "Oui",
    "sí",
    "si",
    "wahr",
    "vrai",
    "vero",
    "Sim",
    "verdadeiro",
    "waar",
    "✓",
  ])
    expect([text, readBoolean(text)]).toEqual([text, true]);
  for (const text of [
    "no",
    "N",
    "0",
    "off",
    "nein",
    "Non",
    "falsch",
    "faux",
    "falso",
    "não",
    "nee",
    "onwaar",
  ])
    expect([text, readBoolean(text)]).toEqual([text, false]);
  for (const text of ["", "perhaps", "2", "yesno", "-"]) expect(readBoolean(text)).toBeUndefined();
});

describe("numbers", () => {
  test.each([
    [undefined, "12.5", 12.5],
    [undefined, "1e3", 1_000],
    [undefined, "12,5", "12,5"],
    [undefined, "1,234", "1,234"],
    [",", "12,5", 12.5],
    [",", "1.234,5", 1_234.5],
    [",", "-1 234 567", -1_234_567],
    [",", "12.5", "12.5"],
    [",", "1.23.456", "1.23.456"],
    [".", "1,234.5", 1_234.5],
    [".", "1'234", 1_234],
    [".", "12,5", "12,5"],
  ] as const)("with decimal %s, %s is %s", (decimal, text, value) => {
    expect(readValue("number", text, { decimal })).toBe(value);
  });

  test("what a country writes is what was meant", () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (cents) => {
        const value = cents / 100;
        for (const [locale, decimal] of [
          ["de-DE", ","],
          ["fr-FR", ","],
          ["en-US", "."],
          ["de-CH", "."],
        ] as const) {
          const text = value.toLocaleString(locale, { maximumFractionDigits: 2 });
          expect(readValue("number", text, { decimal })).toBe(value);
        }
      }),
    );
  });
});

describe("dates", () => {
  test.each([
    ["2026-11-02", undefined, "2026-11-02"],
    ["2026/11/2", undefined, "2026-11-02"],
    ["02.11.2026", "DMY", "2026-11-02"],
    ["11/2/2026", "MDY", "2026-11-02"],
    ["02.11.2026 00:00:00", "DMY", "2026-11-02"],
    ["02.11.2026", undefined, "02.11.2026"],
    ["31.02.2026", "DMY", "31.02.2026"],
    ["13/13/2026", "DMY", "13/13/2026"],
    ["02.11.26", "DMY", "02.11.26"],
    ["02.11-2026", "DMY", "02.11-2026"],
    ["02.11.2026 09:30", "DMY", "02.11.2026 09:30"],
  ] as const)("the day %s, %s", (text, dates, value) => {
    expect(readValue("date", text, { dates })).toBe(value);
  });

  test.each([
    ["2026-11-02T09:30:00+0000", undefined, "2026-11-02T09:30:00.000Z"],
    ["2026-11-02 09:30:00 UTC", undefined, "2026-11-02T09:30:00.000Z"],
    ["2026-11-02T09:30:00-05:30", undefined, "2026-11-02T15:00:00.000Z"],
    ["2026-11-02 09:30", undefined, "2026-11-02 09:30"],
    ["2026-11-02 09:30", "YMD", "2026-11-02T09:30:00.000Z"],
    ["11/02/2026 12:05 AM", "MDY", "2026-11-02T00:05:00.000Z"],
    ["11/02/2026 13:05 PM", "MDY", "11/02/2026 13:05 PM"],
    ["2026-11-02T24:30:00Z", undefined, "2026-11-02T24:30:00Z"],
  ] as const)("the time %s, %s", (text, dates, value) => {
    expect(readValue("datetime", text, { dates })).toBe(value);
  });

  test("every day is read in each order, and no other", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        (day) => {
          const iso = day.toISOString().slice(0, 10);
          const [year, month, date] = iso.split("-");
          expect(readFileDate(`${date}.${month}.${year}`, "DMY")?.date).toBe(iso);
          expect(readFileDate(`${month}/${date}/${year}`, "MDY")?.date).toBe(iso);
          expect(readFileDate(iso, "DMY")?.date).toBe(iso);
          expect(readTime(day.toISOString(), {})).toBe(day.toISOString());
        },
      ),
    );
  });
});

test.each([
  ["jane@example.com", ["jane@example.com"]],
  ["Jane Doe <jane@example.com>", ["jane@example.com"]],
  ['"Doe, Jane" <jane@example.com>', ["jane@example.com"]],
  ["mailto:jane@example.com?subject=Hi", ["jane@example.com"]],
  ["a@example.com; b@example.com", ["a@example.com", "b@example.com"]],
  ["a@example.com, b@example.com,", ["a@example.com", "b@example.com"]],
  ["a@example.com ::: b@example.com", ["a@example.com", "b@example.com"]],
  ["a@example.com\r\nb@example.com", ["a@example.com", "b@example.com"]],
  ["A <a@example.com>; b@example.com", ["a@example.com", "b@example.com"]],
  ["a@example.com | b@example.com", ["a@example.com", "b@example.com"]],
  ["a@example.com / b@example.com", ["a@example.com", "b@example.com"]],
  ["a@example.com b@example.com", ["a@example.com", "b@example.com"]],
  ["a@example.com und b@example.com", ["a@example.com", "b@example.com"]],
  ["jane@example.com (work)", ["jane@example.com"]],
  ["Jane Doe: jane@example.com", ["jane@example.com"]],
  ["Jane Doe (jane@example.com)", ["jane@example.com"]],
  // None of these is an address, and which it is nobody knows.
  ["jane @example.com", ["jane @example.com"]],
  ["jane doe@example.com", ["jane doe@example.com"]],
  ['"jane doe"@example.com', ['"jane doe"@example.com']],
  ["a/b@example.com", ["a/b@example.com"]],
  ["nobody", ["nobody"]],
  ["<>", []],
])("e-mails in %j", (text, emails) => {
  expect(readEmails(text)).toEqual(emails);
});

test("a long cell of nearly an address is read in one pass", () => {
  const cell = `jane a@${".".repeat(300_000)}"`;
  expect(readEmails(cell)).toEqual([cell]);
}, 20_000);
