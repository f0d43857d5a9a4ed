import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuMs } from "../../../test/support/cpu-ms.ts";
import { isBlank, trimBlank, trimInvisible } from "./blank.ts";

const BLANKS = {
  nothing: "",
  spaces: " \t\n\u00a0\u3000",
  "zero-width space": "\u200b",
  "Braille's blank": "\u2800",
  "Hangul fillers": "\u3164\u115f\u1160\uffa0",
  joiners: "\u200c\u200d\u034f\u2060",
  selectors: "\ufe0f\ufe00\u{e0100}\u180b",
  "direction marks": "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
  "byte order mark": "\ufeff",
  "soft hyphen": "\u00ad",
  tags: "\u{e0001}\u{e0041}",
  controls: "\u0001\u001f\u007f\u0085",
  "empty notehead": "\u{1d159}",
} as const;

test.each(Object.entries(BLANKS))("%s alone is blank, and trimmed at the ends", (_, blank) => {
  expect(isBlank(blank)).toBe(true);
  expect(trimBlank(`${blank}Jane${blank}`)).toBe("Jane");
  expect(trimInvisible(`${blank}Jane${blank}`).trim()).toBe("Jane");
});

test.each(["a", ".", "\u0301", "\0", "👍", "\u{1f3fb}", "\ud800"])("%j is seen", (text) => {
  expect(isBlank(text)).toBe(false);
  expect(isBlank(`\u200b${text}`)).toBe(false);
});

describe("trimInvisible", () => {
  test.each([
    [" Jane ", " Jane "],
    ["\u200b Jane \u200e", " Jane "],
    ["\u200bJane", "Jane"],
    ["Jane\u200dDoe", "Jane\u200dDoe"],
    ["\u200fיעל\u200f", "יעל"],
    ["\u2068Jane\u2069", "Jane"],
    ["a \u202bb\u202c", "a \u202bb\u202c"],
    ["a \u202bb\u202c\u200b ", "a \u202bb\u202c "],
    ["Jane 👩\u200d💻", "Jane 👩\u200d💻"],
    ["❤\ufe0f Jane ❤\ufe0f", "❤\ufe0f Jane ❤\ufe0f"],
    ["Jane ❤\ufe0f\u200b\ufe0f", "Jane ❤\ufe0f"],
    ["Jane\ufe0f", "Jane"],
    [
      "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
      "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ],
    ["葛\u{e0100}", "葛\u{e0100}"],
    ["രാജന\u0d4d\u200d", "രാജന\u0d4d\u200d"],
    ["می\u200cنا\u200c", "می\u200cنا"],
    ["\ud800", "\ud800"],
    ["\u200b", ""],
  ])("%j → %j", (raw, trimmed) => {
    expect(trimInvisible(raw)).toBe(trimmed);
    expect(trimInvisible(trimmed)).toBe(trimmed);
  });

  test("is idempotent, keeps all that is seen, and drops no white space", () => {
    const unit = fc.constantFrom(
      ..."aé葛❤ \n",
      ...Object.values(BLANKS).flatMap((each) => [...each]),
      "\u0d4d",
      "\u{1f3f4}",
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const trimmed = trimInvisible(text);
        expect(trimInvisible(trimmed)).toBe(trimmed);
        expect(trimBlank(trimBlank(text))).toBe(trimBlank(text));
        const seen = (each: string) => each.replace(/[^aé葛❤\s\u0d4d\u{1f3f4}]|\u0085|\ufeff/gu, "");
        expect(seen(trimmed)).toBe(seen(text));
        expect(isBlank(text)).toBe(trimBlank(text) === "");
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(["\u200b", " ", "\u202b", "\ufe0f", "a\u200b", "\u{e0001}"])(
    "a body full of %j takes no time",
    (unit) => {
      const body = unit.repeat(256 * 1024);
      const started = cpuMs();
      for (const text of [body, `${body}x`, `x${body}`, `x${body}x`]) {
        isBlank(text);
        trimBlank(text);
        trimInvisible(text);
      }
      expect(cpuMs() - started).toBeLessThan(1_000);
    },
  );
});
