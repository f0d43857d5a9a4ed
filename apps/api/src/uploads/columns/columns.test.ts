import type { CustomField } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { cpuMs } from "../../../../../test/support/cpu-ms.ts";
import { ApiError } from "../../errors/api-error.ts";
import { createKnownFields } from "./known-fields.ts";
import { columnsAsBefore, mapColumns } from "./map-columns.ts";
import type { ColumnOptions } from "./map-columns.ts";
import { createReadCells } from "./read-cells.ts";
import type { ReadCellsOptions } from "./read-cells.ts";

const CUSTOM: readonly CustomField[] = [
  { entity: "contact", name: "seniority", label: "Seniority level", type: "text" },
  { entity: "contact", name: "score", label: "Score", type: "number" },
  { entity: "contact", name: "vip", label: "VIP?", type: "boolean" },
  { entity: "contact", name: "role", label: "Role", type: "text" },
  { entity: "company", name: "tier", label: "Tier", type: "text" },
];

const contact = createKnownFields("contact", CUSTOM);
const company = createKnownFields("company", CUSTOM);
const uncustomised = createKnownFields("contact", []);
const NONE: ColumnOptions = { map: [], ignoreUnknown: false };

function mapped(header: readonly string[], options: Partial<ColumnOptions> = {}, known = contact) {
  return mapColumns(header, known, { ...NONE, ...options }).map(({ field }) => field?.name);
}

function fallbacks(header: readonly string[], options: Partial<ColumnOptions> = {}) {
  const columns = mapColumns(header, contact, { ...NONE, ...options });
  return columns.map(({ field, isFallback }) => [field?.name, isFallback]);
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
    // As programs prefix and number them.
    [
      "email",
      ["E-mail 1 - Value", "Person - Email - Work", "Contact: Email", "lead_email", "E-Mail-Adresse"],
    ],
    ["additionalEmails", ["E-mail 2 - Value", "E-Mail 2: Adresse", "Person - Email - Home", "Email 3"]],
    ["phone", ["Phone 1 - Value", "Person - Phone - Mobile", "Telefon (privat)", "Business Phone 2"]],
    ["linkedinUrl", ["Person Linkedin Url", "URL", "Person - LinkedIn Page"]],
    ["location", ["Address 1 - City", "Mailing City", "Country/Region"]],
    ["companyDomain", ["Company domain name", "Organization - Website", "Website 1 - Value"]],
    ["companyLinkedinUrl", ["Company Linkedin Url", "Organization - LinkedIn"]],
    ["jobTitle", ["Organization 1 - Title", "Person - Title"]],
    ["unsubscribed", ["unsubscribed", "HasOptedOutOfEmail", "Person - Marketing status", "UNSUB_TIME"]],
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

test.each([
  [
    "German",
    "Vorname,Nachname,E-Mail-Adresse,Telefon geschäftlich,Mobiltelefon,Position,Ort,Webseite,Sprache",
  ],
  [
    "French",
    "Prénom,Nom,Adresse de messagerie,Téléphone (bureau),Tél. mobile,Fonction,Ville,Site web,Langue",
  ],
  ["Spanish", "Nombre,Apellidos,Correo electrónico,Teléfono del trabajo,Móvil,Cargo,Ciudad,Sitio web,Idioma"],
  ["Italian", "Nome,Cognome,Indirizzo e-mail,Telefono ufficio,Cellulare,Posizione,Città,Sito web,Lingua"],
  ["Dutch", "Voornaam,Achternaam,E-mailadres,Telefoon werk,Mobiele telefoon,Functie,Plaats,Website,Taal"],
  ["Portuguese", "Nome,Sobrenome,Endereço de e-mail,Telefone comercial,Telemóvel,Função,Cidade,Site,Idioma"],
])("a header in %s", (_, header) => {
  expect(mapped(header.split(","))).toEqual(
    "firstName,lastName,email,phone,phone,jobTitle,location,companyDomain,languages".split(","),
  );
});

describe("as programs write them", () => {
  test.each([
    [
      "Pipedrive in German",
      "Person - Vorname,Person - E-Mail-Adresse - Arbeit,Person - E-Mail - Privat,Person - Telefon - Arbeit,Person - Telefon - Mobil,Person - Besitzer",
      "firstName,email,additionalEmails,phone,phone,contactOwner",
    ],
    [
      "Pipedrive in French",
      "Personne - Prénom,Personne - E-mail - Travail,Personne - E-mail - Domicile,Personne - Téléphone - Travail,Personne - Téléphone - Portable",
      "firstName,email,additionalEmails,phone,phone",
    ],
    [
      "Pipedrive in Spanish",
      "Persona - Nombre,Persona - Correo electrónico - Trabajo,Persona - Correo electrónico - Casa,Persona - Teléfono - Otro",
      "firstName,email,additionalEmails,phone",
    ],
    [
      "Outlook in Spanish",
      "Apellidos,Dirección de correo electrónico,Dirección del correo electrónico 2,Teléfono particular,Página Web",
      "lastName,email,additionalEmails,phone,companyDomain",
    ],
    [
      "Attio",
      "Name > First name,Name > Last name,Email addresses,Phone numbers,Primary location > City,LinkedIn",
      "firstName,lastName,email,phone,location,linkedinUrl",
    ],
    [
      "Close",
      "primary_contact_first_name,primary_contact_primary_email,primary_contact_primary_phone,primary_contact_title",
      "firstName,email,phone,jobTitle",
    ],
    [
      "Salesforce, fields of its user",
      "FirstName,LinkedIn__c,Personal_Email__c",
      "firstName,linkedinUrl,additionalEmails",
    ],
    [
      "Google in French",
      "Nom de famille,Titre dans l'organisation,Adresse e-mail 1 - Valeur,Téléphone 1 - Valeur",
      "lastName,jobTitle,email,phone",
    ],
    [
      "PhantomBuster, Waalaxy, Evaboot, Cognism",
      "defaultProfileUrl,Sales Navigator Profile Link,Occupation,Current Job,Direct",
      "linkedinUrl,linkedinUrlSalesNav,jobTitle,jobTitle,phone",
    ],
    [
      "people's own files",
      "Mail perso,Mail dienstlich,Téléphone du travail,Correo del trabajo,Móvil personal",
      "additionalEmails,email,phone,additionalEmails,phone",
    ],
  ])("%s", (_, header, fields) => {
    expect(mapped(header.split(","), {}, uncustomised)).toEqual(fields.split(","));
  });
});

test("what is the company's, or about a value, has no place", () => {
  const header =
    "Company Name,Company City,Company Country,Account Owner,E-mail 1 - Label,Phone 1 - Type,Email Status,Do Not Call,Fax";
  expect(mapped(header.split(","), { ignoreUnknown: true }).every((field) => field === undefined)).toBe(true);
});

describe("columns", () => {
  test("unknown ones are named all at once, with what they may mean and how to leave them out", () => {
    const error = refusal(["email", "Seniorty", "Compny domain", "Favourite colour"]);
    expect(error.code).toBe("INVALID_CSV");
    expect(error.details).toEqual([
      {
        path: "Seniorty",
        code: "UNKNOWN_COLUMN",
        message: expect.stringContaining("did you mean seniority?"),
      },
      {
        path: "Compny domain",
        code: "UNKNOWN_COLUMN",
        message: expect.stringContaining("did you mean companyDomain?"),
      },
      {
        path: "Favourite colour",
        code: "UNKNOWN_COLUMN",
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

  test("what looks like an opt-out and isn't clear is refused until it is mapped, also with ignoreUnknownColumns", () => {
    for (const ignoreUnknown of [true, false]) {
      const error = refusal(["email", "Newsletter"], { ignoreUnknown });
      expect(error.details).toMatchObject([{ path: "Newsletter", code: "UNCLEAR_OPT_OUT" }]);
      expect(error.message).toContain("map=Newsletter:unsubscribed");
    }
    expect(mapped(["email", "Newsletter"], { map: [["Newsletter", ""]] })).toEqual(["email", undefined]);
    expect(mapped(["email", "Newsletter"], { map: [["Newsletter", "unsubscribed"]] })).toEqual([
      "email",
      "unsubscribed",
    ]);
    // A reason alone says that somebody did; beside who did, it is a column like others.
    expect(refusal(["email", "UNSUB_REASON"], { ignoreUnknown: true }).details).toMatchObject([
      { code: "UNCLEAR_OPT_OUT" },
    ]);
    const both = ["email", "UNSUB_TIME", "UNSUB_REASON"];
    expect(mapped(both, { ignoreUnknown: true })).toEqual(["email", "unsubscribed", undefined]);
    // Nobody opts out of a company.
    expect(mapped(["name", "Newsletter"], { ignoreUnknown: true }, company)).toEqual(["name", undefined]);
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

  test("several of a field are used in the order of its spellings; of e-mails they are one and the others", () => {
    expect(fallbacks(["Mobile", "Company Phone", "Phone", "Work phone"])).toEqual([
      ["phone", true],
      ["phone", true],
      ["phone", false],
      ["phone", true],
    ]);
    expect(fallbacks(["Job title", "job_title", "Position"])).toEqual([
      ["jobTitle", false],
      ["jobTitle", true],
      ["jobTitle", true],
    ]);
    expect(mapped(["Mail", "email", "Work email"])).toEqual([
      "additionalEmails",
      "email",
      "additionalEmails",
    ]);
    expect(fallbacks(["Phone", "x"], { map: [["x", "phone"]] })).toEqual([
      ["phone", true],
      ["phone", false],
    ]);
    // Nobody uses them.
    expect(mapped(["email", "Note", "note", "Note"], { ignoreUnknown: true })).toEqual([
      "email",
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("Title is the job title alone, and beside one it is Dr. or Ms.", () => {
    const outlook = ["Title", "First Name", "Job Title"];
    expect(mapped(outlook, { ignoreUnknown: true })).toEqual([undefined, "firstName", "jobTitle"]);
    expect(refusal(outlook).details).toMatchObject([{ path: "Title", code: "UNKNOWN_COLUMN" }]);
    expect(mapped(outlook, { map: [["Title", ""]] })).toEqual([undefined, "firstName", "jobTitle"]);
    for (const other of ["Funktion", "Person - Job Title", "Role 1", "Organization 1 - Title", "Poste"])
      expect(mapped(["TITLE", other], { ignoreUnknown: true }, uncustomised)).toEqual([
        undefined,
        "jobTitle",
      ]);
    expect(mapped(["Title", "x"], { map: [["x", "jobTitle"]], ignoreUnknown: true })).toEqual([
      undefined,
      "jobTitle",
    ]);
    expect(mapped(["Title", "x"], { map: [["Title", "jobTitle"]], ignoreUnknown: true })).toEqual([
      "jobTitle",
      undefined,
    ]);
    expect(fallbacks(["Title", "Person - Title"])).toEqual([
      ["jobTitle", false],
      ["jobTitle", true],
    ]);
  });

  test("a first row that tells of somebody is no header, also where unknown columns are left out", () => {
    for (const ignoreUnknown of [true, false])
      for (const row of [
        ["jane@example.com", "Jane"],
        ["Jane", "https://www.linkedin.com/in/jane"],
      ])
        expect(refusal(row, { ignoreUnknown }).message).toMatch(/^The first row tells of somebody/);
    expect(mapped(["jane@example.com"], { map: [["jane@example.com", "email"]] })).toEqual(["email"]);
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
  const reader = (header: readonly string[], options: ReadCellsOptions = {}) =>
    createReadCells("contact", mapColumns(header, contact, NONE), options);
  const read = reader(["email", "Score", "VIP", "Other emails", "email 3", "phone", ""]);

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
      fields: { email: "jane@example.com", score: "12,5", vip: true, phone: "+33 1 23 45" },
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

  test("a row has as many cells as there are columns, or fewer; more may be there, but empty", () => {
    const jane = ["jane@example.com", "1", "", "", "", "", ""];
    expect(read([...jane, "", " "])).toEqual({ fields: { email: "jane@example.com", score: 1 } });
    expect(read([...jane, "x"])).toMatchObject({ problem: "The row has more values than the 7 columns." });
    expect(read(jane.slice(0, 2))).toEqual({ fields: { email: "jane@example.com", score: 1 } });
    expect(read([...jane.slice(0, 6), "x"])).toMatchObject({
      problem: "The row has a value in column 7, which has no name.",
    });
  });

  test("the first column of a field that has a value in the row fills it", () => {
    const phones = reader(["Mobile", "Phone", "Home Phone"]);
    expect(phones(["2", "1", "3"])).toEqual({ fields: { phone: "1" } });
    expect(phones(["2", "N/A", "3"])).toEqual({ fields: { phone: "2" } });
    expect(phones(["", "-", "3"])).toEqual({ fields: { phone: "3" } });
  });

  test("without the first e-mail the next one is it, a private one last", () => {
    const mails = reader(["Private email", "Work email", "email", "E-mail 2"]);
    const [priv, work, first, second] = ["p@example.com", "w@example.com", "f@example.com", "s@example.com"];
    expect(mails([priv, work, first, second])).toEqual({
      fields: { email: first, additionalEmails: [work, priv, second] },
    });
    expect(mails([priv, work, "", second])).toEqual({
      fields: { email: work, additionalEmails: [priv, second] },
    });
    expect(mails([priv])).toEqual({ fields: { email: priv } });
    // As our own export has it, it is no first one.
    expect(reader(["linkedinUrl", "additionalEmails"])(["in/jane", priv])).toEqual({
      fields: { linkedinUrl: "in/jane", additionalEmails: [priv] },
    });
  });

  test("a profile among the websites is the person's own", () => {
    const sites = reader(["Website 1 - Value", "LinkedIn"]);
    const [jane, joan] = ["https://www.linkedin.com/in/jane", "https://www.linkedin.com/in/joan"];
    expect(sites([jane, ""])).toEqual({ fields: { linkedinUrl: jane } });
    expect(sites([jane, joan])).toEqual({ fields: { linkedinUrl: joan } });
    expect(sites(["acme.example", joan])).toEqual({
      fields: { companyDomain: "acme.example", linkedinUrl: joan },
    });
  });

  test("when it was last modified counts where it is a time; observedAt itself must be one", () => {
    const modified = reader(["Last Modified Date"]);
    expect(modified(["2024-03-12 09:14"])).toEqual({ fields: {} });
    expect(modified(["yesterday"])).toEqual({ fields: {} });
    expect(modified(["2024-03-12 09:14+0200"])).toEqual({
      fields: { observedAt: "2024-03-12T07:14:00.000Z" },
    });
    expect(reader(["Last Modified"], { dates: "DMY" })(["12/03/2024 09:14"])).toEqual({
      fields: { observedAt: "2024-03-12T09:14:00.000Z" },
    });
    expect(reader(["observedAt"])(["yesterday"])).toEqual({ fields: { observedAt: "yesterday" } });
  });

  test("an id that is another program's names nobody; one in a column of our own name is told", () => {
    const ids = reader(["Contact ID", "email", "Company ID"]);
    expect(ids(["0035g00000AbCdE", "jane@example.com", "4711"])).toEqual({
      fields: { email: "jane@example.com" },
    });
    expect(ids(["ctc_short", "jane@example.com", "cpn_short"])).toEqual({
      fields: { contactId: "ctc_short", email: "jane@example.com", companyId: "cpn_short" },
    });
    for (const header of ["contactId", "_id"])
      expect(reader([header])(["0035g00000AbCdE"])).toEqual({ fields: { contactId: "0035g00000AbCdE" } });
  });

  test("one yes is enough to opt out, as of the latest time; what can't be read stays as it is", () => {
    const outs = reader(["unsubscribed", "UNSUB_TIME", "Marketing status", "lastState"]);
    const said = (...cells: string[]) => outs(cells);
    expect(said("true")).toEqual({ fields: { unsubscribed: true } });
    expect(said("false", "", "Subscribed", "emailsOpened")).toEqual({ fields: { unsubscribed: false } });
    expect(said("", "", "", "emailsOpened")).toEqual({ fields: {} });
    expect(said("", "", "", "emailsUnsubscribed")).toEqual({ fields: { unsubscribed: true } });
    expect(said("false", "2020-01-01 00:00:00")).toEqual({
      fields: { unsubscribed: "2020-01-01T00:00:00.000Z" },
    });
    expect(said("yes", "", "perhaps")).toEqual({ fields: { unsubscribed: true } });
    expect(said("no", "", "perhaps")).toEqual({ fields: { unsubscribed: "perhaps" } });
  });
});

describe("a column without a place that says who opted out", () => {
  const cells = (header: string, cell: string, options: Partial<ColumnOptions> = {}) =>
    createReadCells(
      "contact",
      mapColumns(["email", header], contact, { ...NONE, ignoreUnknown: true, ...options }),
    )(["jane@example.com", cell]);

  test.each([
    ["Status", "Unsubscribed"],
    ["Lead Status", "Opted-out"],
    ["Contact status", "Do Not Contact"],
    ["Tags", "unsubscribed"],
    ["État", "Désabonné"],
    ["Zustand", "Abgemeldet"],
    ["Situación", "Dado de baja"],
    ["Email Status", "emailsUnsubscribed"],
  ])("%s: %s", (header, cell) => {
    expect(cells(header, cell)).toEqual({ fields: { email: "jane@example.com", unsubscribed: true } });
    // Nobody said what the column is: it is left out where the request says so, and nothing else.
    expect(cells(header, cell, { map: [[header, ""]] })).toEqual({ fields: { email: "jane@example.com" } });
  });

  test.each(["Active", "Verified", "interested", "Unsubscribe rate", "Yes", "true", "Gesperrt", ""])(
    "Status: %s",
    (cell) => {
      expect(cells("Status", cell)).toEqual({ fields: { email: "jane@example.com" } });
    },
  );

  test("also where an upload goes on, and beside a column that says otherwise", () => {
    const header = ["email", "Unsubscribed", "Status"];
    const columns = columnsAsBefore(header, ["email", "unsubscribed", null], contact, NONE);
    expect(createReadCells("contact", columns)(["jane@example.com", "no", "Unsubscribed"])).toEqual({
      fields: { email: "jane@example.com", unsubscribed: true },
    });
  });

  test("a company has none", () => {
    const columns = mapColumns(["name", "domain", "Status"], company, { ...NONE, ignoreUnknown: true });
    expect(createReadCells("company", columns)(["Acme", "acme.example", "Unsubscribed"])).toEqual({
      fields: { name: "Acme", domain: "acme.example" },
    });
  });
});

describe("what a header can cost", () => {
  const many = Array.from({ length: 1_000 }, (_, n) => `unbekannt ${n}`);

  test("a list of more than 1,000 values in a row is refused, and kept as a text", () => {
    const names = Array.from({ length: 40 }, (_, n) => `mail${n}`);
    const read = createReadCells(
      "contact",
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

  test("a column of companies' names says what it is used with", () => {
    for (const header of ["Company", "Organization Name", "Account", "Entreprise", "companyName"]) {
      const { details } = refusal([header]);
      expect(details, header).toMatchObject([
        { path: header, message: expect.stringContaining("it is used with createCompanies=true") },
      ]);
    }
    const creating = createKnownFields("contact", [], { createCompanies: true });
    expect(mapped(["Company"], {}, creating)).toEqual(["companyName"]);
    expect(refusal(["Compani"]).message).not.toContain("createCompanies");
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

  test("long headers, and as many columns as there can be, are judged at once", () => {
    const long = many.map((name) => `${name} ${"(a) - b: ".repeat(30)}`);
    const since = cpuMs();
    expect(refusal(long).details).toHaveLength(100);
    expect(cpuMs() - since).toBeLessThan(2_000);
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
