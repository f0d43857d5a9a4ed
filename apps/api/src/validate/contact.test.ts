import { Upsert } from "@onefold/contract";
import type { FieldType } from "@onefold/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PARSERS } from "./parse-upsert.ts";
import type { UpsertContext } from "./parse-upsert.ts";
import { NO_TEAM_RULES } from "./rules-cache.ts";

const registry = new Map<string, FieldType>([
  ["score", "number"],
  ["plan", "text"],
  ["vip", "boolean"],
  ["seenAt", "datetime"],
  ["born", "date"],
  ["desk", "phone"],
]);
const context: UpsertContext = {
  key: { userId: "usr_1", keyId: "key_1", scopes: ["admin"] },
  onConflict: "prefer",
  registry,
  rules: NO_TEAM_RULES,
};

const parse = (body: Record<string, unknown>) => PARSERS.contact(body, context);

function upsertOf(body: Record<string, unknown>): Upsert {
  const parsed = parse(body);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.upsert;
}

function codesOf(body: Record<string, unknown>): [path: string, code: string][] {
  const parsed = parse(body);
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => [path, code]);
}

const CONTACT_ID = "ctc_0123456789abcdefG";

test("a heap of accents is refused before anything sorts it", () => {
  const heap = `a${"\u0301\u0316".repeat(100)}`;
  expect(codesOf({ email: "jane@example.com", firstName: heap, plan: heap, linkedinUrl: heap })).toEqual([
    ["linkedinUrl", "INVALID_LINKEDIN_URL"],
    ["firstName", "CONTACT_VALIDATION_FAILED"],
    ["plan", "INVALID_FIELD"],
  ]);
});

describe("identifiers", () => {
  test("are canonical, strongest first", () => {
    expect(
      upsertOf({
        linkedinUrlSalesNav: "https://www.linkedin.com/sales/people/ACwAAA1,name,x,",
        linkedinUrl: "fr.linkedin.com/in/Jane-Example/?trk=1",
        email: "  Jane@Example.COM ",
      }).identifiers,
    ).toEqual([
      { kind: "email", value: "jane@example.com" },
      { kind: "linkedin", value: "https://www.linkedin.com/in/jane-example" },
      { kind: "salesNav", value: "https://www.linkedin.com/sales/lead/ACwAAA1" },
    ]);
  });

  test("contactId names the record; the others are values to set", () => {
    const upsert = upsertOf({ contactId: CONTACT_ID, email: "jane@example.com" });
    expect(upsert.recordId).toBe(CONTACT_ID);
    expect(upsert.identifiers).toEqual([{ kind: "email", value: "jane@example.com" }]);
  });

  test.each([
    [{}, "MISSING_IDENTIFIER"],
    [{ email: null, linkedinUrl: "", contactId: "  " }, "MISSING_IDENTIFIER"],
    [{ contactId: "ctc_short" }, "INVALID_CONTACT_ID"],
    [{ contactId: "cpn_0123456789abcdefG" }, "INVALID_CONTACT_ID"],
    [{ email: "jane" }, "INVALID_EMAIL"],
    [{ email: 7 }, "INVALID_EMAIL"],
    [{ email: "jane\0@example.com" }, "INVALID_EMAIL"],
    [{ email: `${"j".repeat(250)}@example.com` }, "INVALID_EMAIL"],
    [{ linkedinUrl: "https://example.com/in/jane" }, "INVALID_LINKEDIN_URL"],
    [{ linkedinUrlSalesNav: "https://www.linkedin.com/in/jane" }, "INVALID_LINKEDIN_URL"],
  ])("%j is %s alone", (body, code) => {
    expect(codesOf(body).map(([, found]) => found)).toEqual([code]);
  });
});

describe("additional e-mails", () => {
  const email = "jane@example.com";

  test("are canonical, without repeats, without the primary one and without empties", () => {
    const additionalEmails = ["J@example.com", "j@EXAMPLE.com", "Jane@example.com", "", null];
    expect(upsertOf({ email, additionalEmails }).aliases).toEqual(["j@example.com"]);
    expect(upsertOf({ email, additionalEmails: [""] })).not.toHaveProperty("aliases");
  });

  test("are reported one by one", () => {
    expect(codesOf({ email, additionalEmails: ["a@example.com", "b", 3] })).toEqual([
      ["additionalEmails[2]", "INVALID_ADDITIONAL_EMAILS"],
    ]);
    expect(codesOf({ email, additionalEmails: ["a", "b@example.com", "c"] })).toEqual([
      ["additionalEmails[0]", "INVALID_ADDITIONAL_EMAILS"],
      ["additionalEmails[2]", "INVALID_ADDITIONAL_EMAILS"],
    ]);
  });

  test("are at most 20, in an array", () => {
    const many = Array.from({ length: 21 }, (_, index) => `j${index}@example.com`);
    expect(codesOf({ email, additionalEmails: many })).toEqual([
      ["additionalEmails", "INVALID_ADDITIONAL_EMAILS"],
    ]);
    expect(codesOf({ email, additionalEmails: "j@example.com" })).toEqual([
      ["additionalEmails", "INVALID_ADDITIONAL_EMAILS"],
    ]);
  });
});

describe("values", () => {
  const email = "jane@example.com";

  test("empties are ignored, the rest is kept as it is, in NFC", () => {
    expect(
      upsertOf({
        email,
        firstName: " Jane ",
        lastName: null,
        phone: "",
        jobTitle: " \n",
        skills: [],
        summary: "e\u0301",
      }).set,
    ).toEqual({
      firstName: " Jane ",
      summary: "\u00e9",
    });
  });

  test("blank is what a person sees: nothing of it is a value", () => {
    for (const blank of ["\u200b", "\u2800", "\u3164", "\u034f", "\ufe0f", "\u200d \u200e", "\u{e0001}"])
      expect(
        upsertOf({ email, firstName: blank, linkedinUrl: blank, plan: blank, phone: blank }),
      ).toMatchObject({
        identifiers: [{ kind: "email", value: email }],
        set: {},
      });
  });

  test("what isn't seen at the ends of a value is no part of it, inside it is", () => {
    expect(
      upsertOf({
        email,
        firstName: "\u200eJane\u200b",
        lastName: "\u202bיעל\u202c",
        jobTitle: "👩\u200d💻 ❤\ufe0f engineer",
        tagline: "I ❤\ufe0f",
        plan: "\ufeffgold\u2060",
      }).set,
    ).toEqual({
      firstName: "Jane",
      lastName: "יעל",
      jobTitle: "👩\u200d💻 ❤\ufe0f engineer",
      tagline: "I ❤\ufe0f",
      plan: "gold",
    });
  });

  test("phones lose direction marks, tel: and odd hyphens", () => {
    const phoneOf = (phone: string) => upsertOf({ email, phone }).set["phone"];
    expect(phoneOf("\u202a+33 1 23\u201145\u202c")).toBe("+33 1 23-45");
    expect(phoneOf("tel:+33-1-23")).toBe("+33-1-23");
    expect(phoneOf("tel:")).toBeUndefined();
  });

  test("standard fields are strings of limited length", () => {
    expect(
      codesOf({ email, firstName: 5, skills: ["a"], lastName: "x".repeat(256), tagline: "x".repeat(5_001) }),
    ).toEqual([
      ["firstName", "CONTACT_VALIDATION_FAILED"],
      ["lastName", "CONTACT_VALIDATION_FAILED"],
      ["skills", "CONTACT_VALIDATION_FAILED"],
      ["tagline", "CONTACT_VALIDATION_FAILED"],
    ]);
  });

  test("NUL and lone surrogates are refused, and named", () => {
    expect(codesOf({ email, firstName: "a\0", plan: "\ud800" })).toEqual([
      ["firstName", "CONTACT_VALIDATION_FAILED"],
      ["plan", "INVALID_FIELD"],
    ]);
  });

  test("a picture is an http or https URL", () => {
    expect(codesOf({ email, picture: "https://example.com/a.png" })).toEqual([]);
    expect(codesOf({ email, picture: "javascript:alert(1)" })).toEqual([
      ["picture", "CONTACT_VALIDATION_FAILED"],
    ]);
  });

  test("custom fields follow their registered type", () => {
    expect(
      upsertOf({
        email,
        score: 1.5,
        plan: "gold",
        vip: false,
        seenAt: "2026-11-02T10:30:00+01:00",
        born: "2000-02-29",
        desk: " +33 1 23 45 67 89",
      }).set,
    ).toEqual({
      score: 1.5,
      plan: "gold",
      vip: false,
      seenAt: "2026-11-02T09:30:00.000Z",
      born: "2000-02-29",
      desk: "+33 1 23 45 67 89",
    });
    const bad = { score: "1", plan: 1, vip: "yes", seenAt: "2026-11-02", born: "2001-02-29", desk: "n/a" };
    expect(codesOf({ email, ...bad })).toEqual(Object.keys(bad).map((field) => [field, "INVALID_FIELD"]));
  });

  test("an unknown key is named, also where it looks like one of ours or of Object", () => {
    for (const field of ["shoeSize", "Email", "toString", "", "name"])
      expect(codesOf({ email, [field]: "x" })).toEqual([[field, "INVALID_FIELD"]]);
  });
});

describe("links, owner, source and time", () => {
  const email = "jane@example.com";

  test("the first given company link wins; one that names nothing is left to the worker", () => {
    const links = {
      companyLinkedinUrl: "linkedin.com/company/Example",
      companyDomain: "https://WWW.Example.com/x",
    };
    expect(upsertOf({ email, ...links }).company).toEqual({ field: "companyDomain", value: "example.com" });
    expect(upsertOf({ email, ...links, companyId: " cpn_1 " }).company).toEqual({
      field: "companyId",
      value: "cpn_1",
    });
    expect(upsertOf({ email, companyDomain: "no domain" }).company).toEqual({
      field: "companyDomain",
      value: "no domain",
    });
  });

  test("owner and source go along", () => {
    expect(upsertOf({ email, contactOwner: " usr_2 ", source: "import" })).toMatchObject({
      owner: "usr_2",
      source: "import",
    });
    expect(upsertOf({ email })).not.toHaveProperty("owner");
  });

  test("observedAt is in microseconds", () => {
    expect(upsertOf({ email, observedAt: "2026-11-02T09:30:00.123Z" }).observedAt).toBe(
      Date.UTC(2026, 10, 2, 9, 30, 0, 123) * 1_000,
    );
    expect(upsertOf({ email, observedAt: "2026-11-02" }).observedAt).toBe(Date.UTC(2026, 10, 2) * 1_000);
    expect(upsertOf({ email, observedAt: "9999-12-31" }).observedAt).toBe(Number.MAX_SAFE_INTEGER);
    for (const observedAt of ["yesterday", "2026-02-30", "1969-12-31", 1_700_000_000])
      expect(codesOf({ email, observedAt })).toEqual([["observedAt", "CONTACT_VALIDATION_FAILED"]]);
  });
});

describe("clearFields", () => {
  const email = "jane@example.com";

  test("names standard and custom fields", () => {
    expect(
      upsertOf({ email, clearFields: ["firstName", "score", "firstName"], firstName: "" }).clear,
    ).toEqual(["firstName", "score"]);
  });

  test("not identifiers, not unknown fields, not fields that are also given", () => {
    expect(
      codesOf({ email, plan: "x", clearFields: ["email", "nope", "plan", "companyId", "toString"] }),
    ).toEqual([
      ["clearFields[0]", "CONTACT_VALIDATION_FAILED"],
      ["clearFields[1]", "INVALID_FIELD"],
      ["clearFields[2]", "CONTACT_VALIDATION_FAILED"],
      ["clearFields[3]", "CONTACT_VALIDATION_FAILED"],
      ["clearFields[4]", "INVALID_FIELD"],
    ]);
  });
});

test("all problems are reported at once, in the order of the fields", () => {
  expect(
    codesOf({
      observedAt: "x",
      shoeSize: 44,
      score: "x",
      firstName: 1,
      additionalEmails: ["x"],
      linkedinUrl: "x",
      email: "x",
      contactId: "x",
      clearFields: ["email"],
    }),
  ).toEqual([
    ["contactId", "INVALID_CONTACT_ID"],
    ["email", "INVALID_EMAIL"],
    ["linkedinUrl", "INVALID_LINKEDIN_URL"],
    ["additionalEmails[0]", "INVALID_ADDITIONAL_EMAILS"],
    ["firstName", "CONTACT_VALIDATION_FAILED"],
    ["clearFields[0]", "CONTACT_VALIDATION_FAILED"],
    ["observedAt", "CONTACT_VALIDATION_FAILED"],
    ["shoeSize", "INVALID_FIELD"],
    ["score", "INVALID_FIELD"],
  ]);
  expect(codesOf({ firstName: 1 })[0]).toEqual(["", "MISSING_IDENTIFIER"]);
});

test("a body with very many problems gets an answer of limited size", () => {
  const body = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [`k${index}${"x".repeat(300)}`, 1]),
  );
  expect(JSON.stringify(parse(body)).length).toBeLessThan(50_000);
});

describe("any body", () => {
  const field = fc.constantFrom(
    "email",
    "contactId",
    "linkedinUrl",
    "additionalEmails",
    "firstName",
    "picture",
    "companyId",
    "score",
    "seenAt",
    "desk",
    "clearFields",
    "observedAt",
    "shoeSize",
  );
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: "binary" }),
    fc.constantFrom("jane@example.com", "https://www.linkedin.com/in/jane", CONTACT_ID, "2026-11-02"),
  );
  const body = fc.dictionary(fc.oneof({ weight: 4, arbitrary: field }, fc.string({ unit: "binary" })), value);

  test("never throws, and gives an upsert that the queue can carry or problems with codes", () => {
    fc.assert(
      fc.property(body, (given) => {
        const parsed = parse(given);
        if (parsed.ok) {
          expect(Upsert.parse(JSON.parse(JSON.stringify(parsed.upsert)))).toEqual(parsed.upsert);
          expect(JSON.stringify(parsed.upsert)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        } else expect(parsed.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  test("means the same with empties added", () => {
    fc.assert(
      fc.property(body, fc.constantFrom(null, "", " \t", [], [""]), (given, empty) => {
        const padded = { lastName: empty, phone: empty, linkedinUrlSalesNav: empty, ...given };
        expect(parse(padded)).toEqual(parse(given));
      }),
    );
  });

  test("a wrong value is reported whatever stands beside it", () => {
    fc.assert(
      fc.property(body, (given) => {
        expect(codesOf({ ...given, linkedinUrlSalesNav: 7 })).toContainEqual([
          "linkedinUrlSalesNav",
          "INVALID_LINKEDIN_URL",
        ]);
      }),
    );
  });
});
