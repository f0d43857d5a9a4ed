import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { gatherEvidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { PEOPLE, WRITTEN } from "./support/people.ts";

function judgementOf(bytes: Uint8Array, cuts: readonly number[] = []) {
  const gathering = gatherEvidence();
  let from = 0;
  for (const to of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    gathering.add(bytes.subarray(from, to));
    from = to;
  }
  return judge(gathering.end(true));
}

/** As a file of contacts has them. */
function fileOf(words: readonly string[]): string {
  return `First name;City\r\n${words.map((word, at) => `${word};p${at}@example.com\r\n`).join("")}`;
}

const written = Object.entries(WRITTEN).flatMap(([charset, languages]) =>
  languages.map((language) => ({ charset, language, words: PEOPLE[language].split(" ") })),
);

describe("a file of real names is read as it was written, or asked about", () => {
  test.each(written)("$charset, $language", ({ charset, words }) => {
    const some = fc.array(fc.constantFrom(...words), { minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(some, (names) => {
        const text = fileOf(names);
        const bytes = iconv.encode(text, charset);
        const found = judgementOf(bytes);
        if (found.kind === "plain") expect(text).toMatch(/^\p{ASCII}+$/u);
        if (found.kind === "certain") expect(iconv.decode(bytes, found.charset)).toBe(text);
      }),
      { numRuns: 15 },
    );
  });

  test.each(written)("$charset, $language: all of the names are enough", ({ charset, words }) => {
    const bytes = iconv.encode(fileOf(words), charset);
    const found = judgementOf(bytes);
    expect(found).toMatchObject({ kind: "certain" });
    if (found.kind === "certain") expect(iconv.decode(bytes, found.charset)).toBe(fileOf(words));
  });
});

describe("five names are enough to tell charsets of several bytes a letter from each other", () => {
  test.each(written.filter(({ charset }) => /^(?:gbk|big5|euc-|shift)/.test(charset)))(
    "$charset, $language",
    ({ charset, words }) => {
      const letters = words.filter((word) => /^\P{ASCII}+$/u.test(word));
      fc.assert(
        fc.property(fc.uniqueArray(fc.constantFrom(...letters), { minLength: 5, maxLength: 14 }), (some) => {
          const found = judgementOf(iconv.encode(fileOf(some), charset));
          expect(found).toMatchObject({ kind: "certain" });
          if (found.kind === "certain")
            expect(iconv.decode(iconv.encode(fileOf(some), charset), found.charset)).toBe(fileOf(some));
        }),
        { numRuns: 100 },
      );
    },
  );
});

describe("a file that is sorted by country is read as it was written: 340 German names first", () => {
  const german = Array.from({ length: 340 }, (_, at) => {
    const name = PEOPLE.german.split(" ").filter((word) => /[äöüß]/.test(word))[at % 20];
    return `${name}${String.fromCharCode(97 + (at % 26), 97 + (Math.floor(at / 26) % 26))}`;
  });

  test.each(written.filter(({ charset }) => /^windows-125[024]$/.test(charset)))(
    "$charset, $language",
    ({ charset, words }) => {
      const text = fileOf([...german, ...words]);
      const bytes = iconv.encode(text, charset);
      const found = judgementOf(bytes);
      expect(found).toMatchObject({ kind: "certain" });
      if (found.kind === "certain") expect(iconv.decode(bytes, found.charset)).toBe(text);
    },
  );
});

test("how a file is cut doesn't matter", () => {
  const file = fc.oneof(
    fc.constantFrom(...written).map(({ charset, words }) => iconv.encode(fileOf(words), charset)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(file, fc.array(fc.nat(400), { maxLength: 20 }), (bytes, at) => {
      const cuts = at.map((each) => each % (bytes.length + 1));
      expect(judgementOf(bytes, cuts)).toEqual(judgementOf(bytes));
    }),
    { numRuns: 30 },
  );
});

const utf8 = (text: string) => Buffer.from(text);
const latin = (text: string) => Buffer.from(text, "latin1");

test.each([
  ["ASCII", utf8("Ann;Lee"), { kind: "plain" }],
  [
    "one name that all of Europe reads the same",
    latin("Jürgen;Köln"),
    { kind: "certain", charset: "windows-1252" },
  ],
  ["one that could be of two countries", latin("Lefèvre"), { kind: "open" }],
  [
    "a stray byte in a hundred",
    Buffer.concat([utf8("Jürgen;".repeat(99)), latin("Jürgen")]),
    { charset: "utf-8" },
  ],
  ["a stray byte in three", Buffer.concat([utf8("Jürgen;Zoë;"), latin("Köln")]), { charset: "utf-8" }],
  [
    "more of Windows-1252 than of UTF-8",
    Buffer.concat([utf8("Jürgen;"), latin("Köln;Größe")]),
    { kind: "open" },
  ],
  ["UTF-16 without a mark", Buffer.from("Ann;Lee\r\nŁukasz", "utf16le"), { charset: "utf-16le" }],
])("%s", (_, bytes, expected) => {
  expect(judgementOf(bytes)).toMatchObject(expected);
});

test("what was seen may be read the same by others, which are named", () => {
  const found = judgementOf(latin("Jürgen;Köln"));
  expect(found).toMatchObject({ others: expect.arrayContaining(["windows-1250", "windows-1254"]) });
  expect(judgementOf(latin("Lefèvre"))).toMatchObject({
    candidates: expect.arrayContaining(["windows-1252", "windows-1250"]),
  });
});
