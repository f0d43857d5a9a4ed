import { ENTITIES } from "@onefold/contract";
import type { DeclaredEntity, Part } from "@onefold/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKnownFields } from "./known-fields.ts";

const contact = createKnownFields("contact", []);
const company = createKnownFields("company", []);

describe("what is another's", () => {
  const { body, identifiers, aliases }: DeclaredEntity = ENTITIES.contact;
  const ofThePerson = new Set([...identifiers.map(({ field }) => field), aliases?.field]);
  const spelled = (name: string, { spellings = "", vagueSpellings = "" }: Part) => [
    name,
    ...`${spellings},${vagueSpellings}`
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== ""),
  ];
  const named = Object.entries(body).filter(([name]) => ofThePerson.has(name));
  const spellings = fc.constantFrom(...named.flatMap(([name, part]) => spelled(name, part)));
  const anything = fc.constantFrom(...Object.entries(body).flatMap(([name, part]) => spelled(name, part)));
  const prefix = fc.constantFrom("", "Person - ", "Contact: ", "lead_");
  const separator = fc.constantFrom(" ", " - ", ": ", "_", ".", " / ", "-");
  const numbered = fc.constantFrom("", " 1", " 2", " 12");
  const FIRMS =
    "Company,Companies,Organization,Organisation,Account,Accounts,Firma,Firmen,Unternehmen,Société,Entreprise,Empresa,Organización,Azienda,Società,Bedrijf,Bedrijfs,Organisatie,Organização";
  const PEOPLE =
    "Person,People,Contact,Contacts,Lead,Prospect,Kontakt,Ansprechpartner,Personne,Contacto,Contatto,Contato,Persona,Pessoa,Contactpersoon";
  const oneOf = (list: string) => fc.constantFrom(...list.split(","));

  test("no header with a word for a firm names a person", () => {
    fc.assert(
      fc.property(
        fc.tuple(prefix, oneOf(FIRMS), numbered, separator, spellings, fc.boolean()),
        ([before, firm, number, between, spelling, isLast]) => {
          const header = isLast
            ? `${before}${spelling}${between}${firm}${number}`
            : `${before}${firm}${number}${between}${spelling}`;
          expect([header, ofThePerson.has(contact.find(header)?.field.name ?? "")]).toEqual([header, false]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("no header with the number of another person is a field of this one", () => {
    fc.assert(
      fc.property(
        fc.tuple(
          oneOf(PEOPLE),
          fc.oneof(fc.constant(0), fc.integer({ min: 2, max: 40 })),
          fc.constantFrom("", " ", "_", " #", " No. ", " (", ".", "/", " - "),
          separator,
          anything,
        ),
        ([people, number, sign, between, spelling]) => {
          for (const header of [
            `${people}${sign}${number}${between}${spelling}`,
            `${people}${sign}0${number}${between}${spelling}`,
            `${number}. ${people}${between}${spelling}`,
          ])
            expect([header, contact.find(header)?.field.name]).toEqual([header, undefined]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([
    [
      "the firm's",
      "Account Email,Organization email,Bedrijf e-mail,Firmen-E-Mail,companyEmail,Company E-mail 2,Office Email,Email (Firma),Person - Organization - Email,Société: adresse e-mail,Empresa - Correo,Azienda e-mail,Account Emails",
    ],
    [
      "another person's",
      "Contact 2 Email,contact_2_email,contacts.0.email,Contact #2 Email,Contact 2 First Name,Contact 2: Phone,2. Ansprechpartner E-Mail,Kontakt 2 - Vorname,Personne 2 e-mail,Contactpersoon 2 e-mail,First Name 2,Last Name 3,Vorname 2,Apellidos 2",
    ],
    ["a deal's", "Lead - Title,Lead Title,lead_title,Lead: Title,Lead (Title),Lead 1 - Title"],
  ])("what is %s has no place", (_, headers) => {
    const found = headers.split(",").map((header) => [header, contact.find(header)?.field.name]);
    expect(found).toEqual(found.map(([header]) => [header, undefined]));
  });

  test("what is this person's has its place", () => {
    const found = (headers: string) => headers.split(",").map((header) => contact.find(header)?.field.name);
    expect(found("Contact 1 Email,Contact 1 First Name,Contact Email 2")).toEqual([
      "email",
      "firstName",
      "additionalEmails",
    ]);
    expect(found("Lead - Email,Lead - Job Title,Lead - Owner")).toEqual([
      "email",
      "jobTitle",
      "contactOwner",
    ]);
    expect(found("Firmen-Website,LinkedIn (Company),Company Phone,Organization Title")).toEqual([
      "companyDomain",
      "companyLinkedinUrl",
      "phone",
      "jobTitle",
    ]);
  });

  test("another company is none of this one's fields", () => {
    const of = (headers: string) => headers.split(",").map((header) => company.find(header)?.field.name);
    expect(of("Company 1 Name,Company 1 Domain,Website 2")).toEqual(["name", "domain", "domain"]);
    expect(of("Organization - Address,Account - Address,Organization - Name")).toEqual([
      "location",
      "location",
      "name",
    ]);
    expect(of("Company 2 Name,Company 2 Domain,Company Name 2,Firma 2")).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
