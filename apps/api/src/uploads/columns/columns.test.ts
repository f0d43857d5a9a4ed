import type { CustomField } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { ApiError } from "../../errors/api-error.ts";
import { createKnownFields } from "./known-fields.ts";
import { mapColumns } from "./map-columns.ts";
import type { ColumnOptions } from "./map-columns.ts";
import { createReadCells } from "./read-cells.ts";

const CUSTOM: readonly CustomField[] = [
  { entity: "contact", name: "seniority", label: "Seniority level", type: "text" },
  { entity: "contact", name: "score", label: "Score", type: "number" },
  { entity: "contact", name: "vip", label: "VIP?", type: "boolean" },
  { entity: "contact", name: "role", label: "Role", type: "text" },
  { entity: "company", name: "tier", label: "Tier", type: "text" },
];

const contact = createKnownFields("contact", CUSTOM);
const company = createKnownFields("company", CUSTOM);
const NONE: ColumnOptions = { map: [], ignoreUnknown: false };

function mapped(header: readonly string[], options: Partial<ColumnOptions> = {}, known = contact) {
  return mapColumns(header, known, { ...NONE, ...options }).map(({ field }) => field?.name);
}

function refusal(header: readonly string[], options: Partial<ColumnOptions> = {}): ApiError {
  try {
    mapped(header, options);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

describe("common spellings", () => {
  test.each([
    ["email", ["email", "E-mail", "EMAIL ADDRESS", "e_mail", "Mail", "Adresse e-mail", "Work Email"]],
    ["additionalEmails", ["additionalEmails", "Other emails", "email 2", "Secondary E-Mail"]],
    ["firstName", ["firstName", "First Name", "first_name", "FIRSTNAME", "Given name", "Prénom", "prenom"]],
    ["lastName", ["last name", "Surname", "Family-Name", "Nom"]],
    ["linkedinUrl", ["LinkedIn", "linkedin url", "LinkedIn Profile", "Linkedin_Profile_URL"]],
    ["linkedinUrlSalesNav", ["Sales Navigator URL", "LinkedIn Sales Nav URL"]],
    ["jobTitle", ["Job Title", "Title", "Position", "job_title"]],
    ["companyDomain", ["Company Domain", "Website", "Company website"]],
    ["companyLinkedinUrl", ["Company LinkedIn URL", "company linkedin"]],
    ["phone", ["Phone", "Phone Number", "Téléphone", "Mobile"]],
    ["contactOwner", ["Contact owner", "Owner"]],
    ["contactId", ["_id", "contact id"]],
    ["seniority", ["seniority", "Seniority", "Seniority level", "seniority_level"]],
    ["vip", ["VIP"]],
    // The team's own field, although it is a spelling of ours.
    ["role", ["Role"]],
  ])("%s of a contact", (field, headers) => {
    expect(headers.flatMap((header) => mapped([header]))).toEqual(headers.map(() => field));
  });

  test.each([
    ["name", ["Company", "Company Name", "Account", "Entreprise", "Société"]],
    ["domain", ["Website", "Company domain", "URL"]],
    ["size", ["Employees", "# of employees", "Number of employees"]],
    ["companyId", ["_id", "Company ID"]],
    ["tier", ["TIER"]],
  ])("%s of a company", (field, headers) => {
    const found = headers.flatMap((header) => mapped([header.replace("# of", "number of")], {}, company));
    expect(found).toEqual(headers.map(() => field));
  });
});

describe("columns", () => {
  test("unknown ones are named all at once, with what they may mean and how to leave them out", () => {
    const error = refusal(["email", "Seniorty", "Compny domain", "Favourite colour"]);
    expect(error.code).toBe("INVALID_CSV");
    expect(error.details).toEqual([
      { path: "Seniorty", code: "INVALID_CSV", message: expect.stringContaining("did you mean seniority?") },
      {
        path: "Compny domain",
        code: "INVALID_CSV",
        message: expect.stringContaining("did you mean companyDomain?"),
      },
      {
        path: "Favourite colour",
        code: "INVALID_CSV",
        message: expect.stringMatching(/"Favourite colour"\.$/),
      },
    ]);
    expect(error.message).toContain("ignoreUnknownColumns=true");
    expect(error.message).toContain("map=Seniorty:field");
    const all = ["email", "Seniorty", "x"];
    expect(mapped(all, { ignoreUnknown: true })).toEqual(["email", undefined, undefined]);
    expect(
      mapped(all, {
        map: [
          ["seniorty", "seniority"],
          ["x", ""],
        ],
      }),
    ).toEqual(["email", "seniority", undefined]);
  });

  test("a map goes before all else, and must name a column and a field", () => {
    expect(
      mapped(["E-mail", "Title"], {
        map: [
          ["e mail", "additionalEmails"],
          ["Title", "summary"],
        ],
      }),
    ).toEqual(["additionalEmails", "summary"]);
    expect(refusal(["email"], { map: [["Mail 2", "email"]] }).code).toBe("INVALID_REQUEST");
    expect(refusal(["email"], { map: [["email", "nope"]] }).code).toBe("INVALID_REQUEST");
  });

  test("the same name twice is refused, naming it; two names for one field too, but for e-mails", () => {
    expect(refusal(["email", "First name", "first name"]).details).toEqual([
      { path: "first name", code: "INVALID_CSV", message: '"first name" stands twice among the columns.' },
    ]);
    expect(refusal(["email", "Job Title", "Position"]).message).toContain(
      '"Job Title" and "Position" both mean jobTitle.',
    );
    expect(mapped(["Mail", "email", "Work email"])).toEqual([
      "additionalEmails",
      "email",
      "additionalEmails",
    ]);
  });

  test("nameless ones may stand there empty, and those of a file of results are left out", () => {
    expect(mapped(["email", "", "", "_row", "_message"])).toEqual([
      "email",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("cells", () => {
  const read = createReadCells(
    mapColumns(["email", "Score", "VIP", "Other emails", "email 3", "phone", ""], contact, NONE),
  );

  test("empty ones are left out, and values are of their field's type", () => {
    expect(
      read([" jane@example.com ", "12.5", "TRUE", "a@example.com; b@example.com", "c@example.com", "", ""]),
    ).toEqual({
      fields: {
        email: "jane@example.com",
        score: 12.5,
        vip: true,
        additionalEmails: ["a@example.com", "b@example.com", "c@example.com"],
      },
    });
    expect(read(["jane@example.com", "12,5", "yes", "", "", "'+33 1 23 45", ""])).toEqual({
      fields: { email: "jane@example.com", score: "12,5", vip: "yes", phone: "+33 1 23 45" },
    });
    expect(read(["", " ", "", "", "", "", "", "", ""])).toBeUndefined();
    // Nor is there anything to see here.
    expect(read(["\u200b", "\u3164", "\u200e ", "\u2800", "", "", ""])).toBeUndefined();
    expect(
      read(["\u200bjane@example.com\u200e", "\u200e12.5\u200f", "", "a@example.com;\u200b", "", "", ""]),
    ).toEqual({
      fields: { email: "jane@example.com", score: 12.5, additionalEmails: ["a@example.com"] },
    });
  });

  test("a row has as many cells as there are columns; more may be there, but empty", () => {
    const jane = ["jane@example.com", "1", "", "", "", "", ""];
    expect(read([...jane, "", " "])).toEqual({ fields: { email: "jane@example.com", score: 1 } });
    expect(read([...jane, "x"])).toMatchObject({ problem: "The row has more values than the 7 columns." });
    expect(read(jane.slice(0, 3))).toMatchObject({
      problem: "The row has 3 of 7 values: a delimiter or a quote is missing.",
      input: { email: "jane@example.com" },
    });
    expect(read([...jane.slice(0, 6), "x"])).toMatchObject({
      problem: "The row has a value in column 7, which has no name.",
    });
  });
});

describe("what a header can cost", () => {
  const many = Array.from({ length: 1_000 }, (_, n) => `unbekannt ${n}`);

  test("a list of more than 1,000 values in a row is refused, and kept as a text", () => {
    const names = Array.from({ length: 40 }, (_, n) => `mail${n}`);
    const read = createReadCells(
      mapColumns(names, contact, {
        ...NONE,
        map: names.map((name) => [name, "additionalEmails"] as const),
      }),
    );
    const cells = names.map((name) => Array.from({ length: 30 }, (_, n) => `${name}-${n}`).join(";"));
    expect(read(cells.map((cell, n) => (n < 33 ? cell : "")))).toMatchObject({
      fields: { additionalEmails: { length: 990 } },
    });
    expect(read(cells)).toEqual({
      problem: "The row has more than 1000 values of additionalEmails.",
      input: { additionalEmails: cells.join(";") },
    });
  });

  test("hints are looked for ten times, and the message is no longer for more columns", () => {
    const asked: string[] = [];
    const counting = { ...contact, nearest: (name: string) => void asked.push(name) };
    const refuse = () => mapped(many, {}, counting);
    expect(refuse).toThrow(/And 990 more\. Say what it is/);
    expect(asked).toEqual(many.slice(0, 10));
    const { details = [], message } = refusal(many);
    expect(details).toHaveLength(100);
    expect(message.length).toBeLessThan(2_000);
  });

  test("columns that stand twice and columns that clash are told of a few", () => {
    for (const error of [
      refusal([...many, ...many]),
      refusal(many.map((_, n) => `Phone${" ".repeat(n + 1)}`)),
    ]) {
      expect(error.details?.length).toBeLessThanOrEqual(100);
      expect(error.message.length).toBeLessThan(2_000);
    }
  });

  test("maps are looked up among the columns, not compared with each", () => {
    let looks = 0;
    const header = new Proxy(many, {
      get(target, name) {
        if (typeof name === "string" && /^\d+$/.test(name)) looks++;
        return Reflect.get(target, name);
      },
    });
    const map = many.map((name) => [name.toUpperCase(), ""] as const);
    expect(mapped(header, { map }).every((field) => field === undefined)).toBe(true);
    expect(looks).toBeLessThan(20_000);
  });
});
