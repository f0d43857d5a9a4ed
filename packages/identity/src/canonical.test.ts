import { domainToASCII } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuMs } from "../../../test/support/cpu-ms.ts";
import { canonicalDomain } from "./canonical-domain.ts";
import { canonicalEmail } from "./canonical-email.ts";
import { canonicalLinkedinCompany } from "./canonical-linkedin-company.ts";
import { canonicalLinkedinProfile } from "./canonical-linkedin-profile.ts";
import { canonicalSalesNavCompany } from "./canonical-sales-nav-company.ts";
import { canonicalSalesNavLead } from "./canonical-sales-nav-lead.ts";

/** Any text at all: graphemes, whole code points, and halves of them. */
const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom(..."aÄß.,/%2CcFf@-_:?#\\ \u0130\u200b\u212a\u037e\u0308ΣςAC") }),
);

const slug = fc.stringMatching(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/).filter((text) => text !== "unavailable");
const scheme = fc.constantFrom("", "//", "http://", "https://", "HTTPS://");
const host = fc
  .constantFrom("", "www.", "m.", "touch.", "fr.", "UK.", "www.de.")
  .map((prefix) => `${prefix}LinkedIn.com`);
const trail = fc.constantFrom("", "/", "//", ".", ",", "/;", ")", "?trk=x", "/?a=b&c=/in/bob", "#top", "/ ");

/** Makes the same characters in any case, each perhaps percent-encoded. */
const spelled = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(...[...text].map((char) => fc.constantFrom(char, char.toUpperCase(), percentEncoded(char))))
    .map((chars) => chars.join(""));

const percentEncoded = (char: string): string => `%${char.charCodeAt(0).toString(16)}`;

describe.each([
  ["canonicalEmail", canonicalEmail, (text: string) => [`${text}@example.com`, `jane@${text}.com`]],
  [
    "canonicalDomain",
    canonicalDomain,
    (text: string) => [`${text}.example`, `https://www.${text}.example/x`],
  ],
  [
    "canonicalLinkedinProfile",
    canonicalLinkedinProfile,
    (text: string) => [`linkedin.com/in/${text}`, `linkedin.com/pub/a${text}/1/2/3`],
  ],
  ["canonicalLinkedinCompany", canonicalLinkedinCompany, (text: string) => [`linkedin.com/company/${text}`]],
  ["canonicalSalesNavLead", canonicalSalesNavLead, (text: string) => [`linkedin.com/sales/lead/A${text}`]],
  [
    "canonicalSalesNavCompany",
    canonicalSalesNavCompany,
    (text: string) => [`linkedin.com/sales/company/1${text}`],
  ],
] as const)("%s", (name, canonical, around) => {
  test("is idempotent, and never throws", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const raw of [text, ...around(text)]) {
          const key = canonical(raw);
          if (key !== undefined) expect(canonical(key)).toBe(key);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("makes keys that have no white space or control character and fit an index row", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const raw of around(text)) {
          const key = canonical(raw);
          if (key === undefined) continue;
          expect(key).not.toMatch(/[\p{Cc}\p{Z}]/u);
          expect(key.isWellFormed()).toBe(true);
          expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1_900);
          if (name.includes("edin") || name.includes("Nav")) expect(new URL(key).href).toBe(key);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("doesn't care for white space around", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(" ", "\n", "\t", "\u00a0", "\ufeff"), (text, space) => {
        for (const raw of around(text)) expect(canonical(`${space}${raw}${space}`)).toBe(canonical(raw));
      }),
    );
  });

  test.each([
    "/",
    ".",
    ",",
    "a",
    "a.",
    "%41",
    "%",
    "in/",
    "\u0308",
    "@",
    "ü",
    " ",
    "\n",
    "/\u2028",
    "-",
    "www.",
  ])("refuses a body full of %j without working through it", (unit) => {
    const body = unit.repeat(256 * 1024);
    const started = cpuMs();
    for (const raw of [body, ...around(body), ...around(body.slice(0, 4_900)).map((each) => `${each}\n!`)])
      canonical(raw);
    // Linear work takes microseconds. A bad regular expression takes seconds.
    expect(cpuMs() - started).toBeLessThan(500);
  });
});

test("every spelling of a profile is one key", () => {
  fc.assert(
    fc.property(
      slug.chain((text) => fc.tuple(fc.constant(text), scheme, host, spelled(text), trail)),
      ([text, start, name, written, end]) => {
        expect(canonicalLinkedinProfile(`${start}${name}/in/${written}${end}`)).toBe(
          `https://www.linkedin.com/in/${text}`,
        );
        expect(canonicalLinkedinCompany(`${start}${name}/company/${written}${end}`)).toBe(
          `https://www.linkedin.com/company/${text}`,
        );
      },
    ),
  );
});

/**
 * Gives all closing punctuation and invisible characters of Unicode, without what a slug may end with and what says
 * that it was cut off.
 */
const every = (pattern: RegExp): string[] =>
  Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((char) => pattern.test(char));
const UNSEEN = every(/[\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]/u);
const CLOSING = every(/[\p{Pe}\p{Pf}\p{Pd}\p{Terminal_Punctuation}]/u).filter(
  (char) => !/[-\p{L}\p{N}\p{M}]/u.test(char),
);
const unseen = fc.string({ unit: fc.constantFrom(...UNSEEN), maxLength: 5 });
const closing = fc.string({ unit: fc.constantFrom(...CLOSING, ...UNSEEN, " ", "&", "/"), maxLength: 5 });
const lost = fc.constantFrom("", ";jsessionid=1", "&trk=x", "&amp;a=b", "?a=b", "#c");
const mark = fc.constantFrom("", "'", "\u2019");

test("whatever stands behind a page's name, or isn't seen before it, is no part of it", () => {
  fc.assert(
    fc.property(mark, unseen, slug, closing, lost, closing, (excel, before, text, after, query, end) => {
      for (const [canonical, page] of [
        [canonicalLinkedinProfile, "in"],
        [canonicalLinkedinCompany, "company"],
        [canonicalSalesNavLead, "sales/lead"],
        [canonicalSalesNavCompany, "sales/company"],
      ] as const) {
        const url = `https://www.linkedin.com/${page}/${text}`;
        expect(canonical(`${before}${excel}${url}${after}${query}${end}`)).toBe(url);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("each closing mark and each character that isn't seen", () => {
  for (const char of [...CLOSING, ...UNSEEN]) {
    const name = `U+${char.codePointAt(0)?.toString(16)}`;
    const url = "https://www.linkedin.com/in/jane-doe";
    expect(canonicalLinkedinProfile(url + char), name).toBe(url);
    expect(canonicalLinkedinProfile(url + encodeURIComponent(char)), name).toBe(url);
  }
  for (const char of UNSEEN) {
    expect(canonicalEmail(`${char}ja${char}ne${char}@${char}example.com${char}`)).toBe("jane@example.com");
    expect(canonicalDomain(`${char}acme.example${char}`)).toBe("acme.example");
  }
});

test("e-mail: a Turkish program's capitals, Excel's apostrophe and what isn't seen make no other address", () => {
  const local = fc
    .stringMatching(/^[a-z0-9]([a-z0-9.]{0,8}[a-z0-9])?$/)
    .filter((text) => !text.includes(".."));
  fc.assert(
    fc.property(local, mark, unseen, unseen, (text, excel, before, after) => {
      const key = `${text}@example.com`;
      const capitals = key.replaceAll("i", "\u0130").toUpperCase();
      for (const written of [key, capitals, capitals.normalize("NFD"), capitals.toLowerCase()])
        expect(canonicalEmail(`${before}${excel}${written}${after}`)).toBe(key);
    }),
  );
});

test("e-mail: marks around it, around its local part or inside, and its canonical form stays what it is", () => {
  const text = fc.string({
    unit: fc.constantFrom("'", "\u2019", "a", ".", "\u200d", " ", "@"),
    maxLength: 8,
  });
  fc.assert(
    fc.property(text, fc.constantFrom("", "'"), (local, end) => {
      const key = canonicalEmail(`${local}@example.com${end}`);
      if (key === undefined) return;
      expect(canonicalEmail(key)).toBe(key);
      // Only marks in front were removed, and none of a pair.
      const isPair = /^['\u2019].*['\u2019]@/.test(local.replace(/[\u200d ]/g, "") + "@");
      expect(/^['\u2019]/.test(key)).toBe(isPair);
    }),
    { numRuns: 5_000 },
  );
});

test("domain: as letters and as A-labels, capitals of a Turkish program too, it is one key", () => {
  const label = fc.string({
    unit: fc.constantFrom("a", "i", "I", "\u0130", "\u0131", "\u0307", "\u0301", "ü", "明"),
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(label, label, (first, second) => {
      const written = `${first}.${second}.example`;
      const key = canonicalDomain(written);
      const encoded = domainToASCII(written);
      fc.pre(key !== undefined && encoded !== "");
      expect(canonicalDomain(encoded)).toBe(key);
      expect(canonicalDomain(key ?? "")).toBe(key);
      expect(canonicalEmail(`jane@${encoded}`)).toBe(`jane@${key}`);
    }),
    { numRuns: 5_000 },
  );
});

test("letters beyond ASCII: encoded or not, composed or not, are one key", () => {
  const letters = fc.string({
    unit: fc.constantFrom(..."äöüéèçñåøłžşğ李明서мира"),
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(letters, (text) => {
      const url = (written: string): string | undefined =>
        canonicalLinkedinProfile(`https://www.linkedin.com/in/${written}`);
      const key = url(text);
      expect(key).toBeDefined();
      for (const written of [
        text.toUpperCase(),
        text.normalize("NFD"),
        encodeURIComponent(text),
        encodeURIComponent(text.normalize("NFD")).toLowerCase(),
      ]) {
        expect(url(written)).toBe(key);
      }
    }),
  );
});

test("two slugs that differ in letters, digits or hyphens are two keys", () => {
  fc.assert(
    fc.property(slug, slug, (a, b) => {
      fc.pre(a !== b);
      expect(canonicalLinkedinProfile(`linkedin.com/in/${a}`)).not.toBe(
        canonicalLinkedinProfile(`linkedin.com/in/${b}`),
      );
    }),
  );
});

test("ids keep their case, wherever they stand", () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,34}$/);
  fc.assert(
    fc.property(id, scheme, host, trail, (rest, start, name, end) => {
      for (const prefix of ["ACoAA", "ACwAA"]) {
        expect(canonicalLinkedinProfile(`${start}${name}/in/${prefix}${rest}${end}`)).toBe(
          `https://www.linkedin.com/in/${prefix}${rest}`,
        );
      }
      for (const [form, tail] of [
        ["lead", ","],
        ["people", ",NAME_SEARCH,x"],
        ["lead", "%2Cx"],
      ] as const) {
        expect(canonicalSalesNavLead(`${start}${name}/sales/${form}/${rest}${tail}${end}`)).toBe(
          `https://www.linkedin.com/sales/lead/${rest}`,
        );
      }
    }),
  );
});

test("no host but LinkedIn's", () => {
  const label = fc.oneof(fc.stringMatching(/^[a-z0-9-]{1,12}$/), fc.stringMatching(/^[a-z]{3,8}$/));
  const lookAlike = fc.oneof(
    label.map((text) => `linkedin.com.${text}`),
    label.map((text) => `${text}linkedin.com`),
    label
      .filter((text) => !/^(?:www|m|mobile|touch|[a-z]{2})$/.test(text))
      .map((text) => `${text}.linkedin.com`),
    label.map((text) => `linkedin.com@${text}.example`),
    label.map((text) => `${text}@linkedin.com`),
    label.map((text) => `${text}.example/linkedin.com`),
    label.map((text) => `linkedin.com%2F${text}.example`),
    label.map((text) => `linkedin.com:${text}8`),
  );
  fc.assert(
    fc.property(scheme, lookAlike, (start, name) => {
      for (const canonical of [
        canonicalLinkedinProfile,
        canonicalLinkedinCompany,
        canonicalSalesNavLead,
        canonicalSalesNavCompany,
      ]) {
        for (const path of ["in/jane", "company/acme", "sales/lead/A", "sales/company/1"])
          expect(canonical(`${start}${name}/${path}`)).toBeUndefined();
      }
    }),
  );
});

test("e-mail: case doesn't matter, dots and plus signs do", () => {
  const local = fc.stringMatching(/^[a-z0-9]{1,10}$/);
  fc.assert(
    fc.property(local, local, fc.constantFrom(".", "+"), (a, b, between) => {
      const key = `${a}${between}${b}@example.com`;
      expect(canonicalEmail(key.toUpperCase())).toBe(key);
      expect(canonicalEmail(`${a}${b}@example.com`)).not.toBe(key);
    }),
  );
});
