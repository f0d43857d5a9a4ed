import type { FieldType, Upsert } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { NO_TEAM_RULES } from "../validate/rules-cache.ts";
import { judgeFields } from "./judge-fields.ts";

const registry = new Map<string, FieldType>([
  ["score", "number"],
  ["born", "date"],
]);
const context = {
  key: { userId: "usr_1", keyId: "key_1", scopes: ["admin"] },
  onConflict: "prefer",
  registry,
  rules: NO_TEAM_RULES,
} as const;
const email = "jane@example.com";
const EMAIL = { kind: "email", value: email };

function taken(fields: Record<string, unknown>, more: { resubscribe?: true } = {}): Upsert {
  const judged = judgeFields("contact", fields, { ...context, ...more });
  if (!judged.upsert) throw new Error(JSON.stringify(judged.problems));
  return judged.upsert;
}

function problems(fields: Record<string, unknown>, entity: "contact" | "company" = "contact") {
  const judged = judgeFields(entity, fields, context);
  return judged.upsert ? undefined : judged.problems.map(({ path }) => path);
}

const refusals = ({ rejections = [] }: Upsert) =>
  rejections.map(({ field, reason, rejectedValue }) => [field, reason, rejectedValue]);

describe("one odd value costs that value:", () => {
  test.each([
    ["a number", { score: "12,5" }, [["score", "invalid", "12,5"]]],
    ["a date", { born: "31.02.2026" }, [["born", "invalid", "31.02.2026"]]],
    ["a URL", { linkedinUrl: "https://example.com" }, [["linkedinUrl", "invalid", "https://example.com"]]],
    ["a picture", { picture: "javascript:x" }, [["picture", "invalid", "javascript:x"]]],
    ["too long a text", { firstName: "x".repeat(2_000) }, [["firstName", "invalid", "x".repeat(1_000)]]],
    ["what can't be stored", { firstName: "\0\ud800" }, [["firstName", "invalid", "\uFFFD\uFFFD"]]],
    ["another type", { firstName: ["J"] }, [["firstName", "invalid", '["J"]']]],
    ["what Excel makes of a phone", { phone: "3.36123E+11" }, [["phone", "invalid", "3.36123E+11"]]],
    ["the same with a comma", { phone: "4,91701E+12" }, [["phone", "invalid", "4,91701E+12"]]],
    ["no number at all", { score: Infinity }, [["score", "invalid", "null"]]],
  ])("%s", (_, odd, expected) => {
    const upsert = taken({ email, lastName: "Doe", ...odd });
    expect(upsert).toMatchObject({ identifiers: [EMAIL], set: { lastName: "Doe" } });
    expect(Object.keys(upsert.set)).toEqual(["lastName"]);
    expect(refusals(upsert)).toEqual(expected);
    expect(upsert.rejections?.every(({ message }) => (message ?? "") !== "")).toBe(true);
  });

  test("of a list only the odd ones", () => {
    const upsert = taken({ email, additionalEmails: ["a@example.com", "", "nobody", "b@example.com"] });
    expect(upsert.aliases).toEqual(["a@example.com", "b@example.com"]);
    expect(refusals(upsert)).toEqual([["additionalEmails", "invalid", "nobody"]]);
  });

  test("an e-mail too, where something else names the person", () => {
    const upsert = taken({ email: "nobody", linkedinUrl: "https://www.linkedin.com/in/jane" });
    expect(refusals(upsert)).toEqual([["email", "invalid", "nobody"]]);
  });

  test.each([
    ["what names the record", { email: "nobody", score: "x" }, ["email", "score"]],
    ["nothing that names it", { firstName: "Jane" }, [""]],
    ["the id", { email, contactId: "jane" }, ["contactId"]],
    ["as of when it counts", { email, observedAt: "yesterday" }, ["observedAt"]],
    ["what is to be emptied", { email, clearFields: ["nope"] }, ["clearFields[0]"]],
    ["a field that there isn't", { email, nickname: "J", score: "x" }, ["nickname", "score"]],
    ["an opt-out that can't be read", { email, unsubscribed: "perhaps" }, ["unsubscribed"]],
  ])("not %s", (_, fields, paths) => {
    expect(problems(fields)?.toSorted()).toEqual(paths.toSorted());
  });

  test("a company's name and domain are no optional ones", () => {
    expect(problems({ name: "Acme", domain: "x y" }, "company")).toEqual(["domain"]);
    expect(problems({ name: "Acme", domain: "acme.example", size: 3 }, "company")).toBeUndefined();
  });
});

test("what names nobody is told beside what is odd", () => {
  const upsert = taken({ email, linkedinUrl: "https://www.linkedin.com/in/undefined", score: "x" });
  expect(refusals(upsert).map(([field, reason]) => [field, reason])).toEqual([
    ["linkedinUrl", "placeholder"],
    ["score", "invalid"],
  ]);
});

test("who has additional e-mails alone is named by the first", () => {
  const upsert = taken({ additionalEmails: [email, "b@example.com"] });
  expect(upsert).toMatchObject({ identifiers: [EMAIL], aliases: ["b@example.com"] });
  const other = taken({ additionalEmails: [email], linkedinUrl: "https://www.linkedin.com/in/jane" });
  expect(other).toMatchObject({ identifiers: [{ kind: "linkedin" }], aliases: [email] });
});

describe("an opt-out", () => {
  test("is taken, as of its time; a no lifts one where that is asked for; nothing says nothing", () => {
    expect(taken({ email, unsubscribed: true }).consent).toEqual({ unsubscribed: true });
    expect(taken({ email, unsubscribed: "2020-01-01T00:00:00.000Z" }).consent).toEqual({
      unsubscribed: true,
      at: Date.UTC(2020, 0) * 1_000,
    });
    expect(taken({ email, unsubscribed: false }).consent).toBeUndefined();
    expect(taken({ email, unsubscribed: "no" }, { resubscribe: true }).consent).toEqual({
      unsubscribed: false,
    });
    for (const unsubscribed of [null, "", "-"])
      expect(taken({ email, unsubscribed }, { resubscribe: true }).consent).toBeUndefined();
  });

  test.each([
    { score: "x" },
    { contactId: "jane" },
    { observedAt: "yesterday" },
    { nickname: "J" },
    { clearFields: ["nope"] },
    { linkedinUrl: "x" },
    { firstName: "x".repeat(300) },
  ])("holds whatever else is wrong: %j", (odd) => {
    const upsert = taken({ email, lastName: "Doe", unsubscribed: true, ...odd });
    expect(upsert).toMatchObject({ identifiers: [EMAIL], consent: { unsubscribed: true } });
    // Everything that isn't applied is told.
    const told = new Set(upsert.rejections?.map(({ field }) => field));
    for (const name of ["lastName", ...Object.keys(odd)])
      expect(told.has(name) || name in upsert.set || name === "email").toBe(true);
    expect(told.has(Object.keys(odd)[0] ?? "")).toBe(true);
  });

  test.each([
    ["no e-mail", {}],
    ["an empty e-mail", { email: "" }],
    ["none", { email: null }],
    ["a wrong e-mail", { email: "jane@" }],
  ])("holds for who has an additional e-mail and %s", (_what, first) => {
    const upsert = taken({ ...first, additionalEmails: [email], unsubscribed: true });
    expect(upsert).toMatchObject({ identifiers: [EMAIL], consent: { unsubscribed: true } });
  });

  test("needs somebody who opts out", () => {
    expect(problems({ email: "nobody", unsubscribed: true })).toEqual(["email"]);
    expect(problems({ firstName: "Jane", unsubscribed: true })).toEqual([""]);
  });

  test("is no field of a company", () => {
    expect(problems({ name: "Acme", domain: "acme.example", unsubscribed: true }, "company")).toEqual([
      "unsubscribed",
    ]);
  });
});
