import type { Company, Contact, Field, HistoryEntry } from "@onefold/client/types";

/** A record as the API shows it. */
export type Shown = Contact | Company;
export type Value = string | number | boolean;
export type Entity = "contact" | "company";

/** How the API calls an entity, and what names its records. */
interface Words {
  readonly one: string;
  readonly many: "contacts" | "companies";
  readonly Many: string;
  /** The query parameter that takes several names. */
  readonly names: string;
  /** The body's key for the record itself. */
  readonly id: string;
  /** Its identifiers by field, the main one first. */
  readonly identifiers: Readonly<Record<string, string>>;
  /** The body's key for further values of the main one. */
  readonly aliases?: string;
  readonly searched: string;
  /** What to paste where there is none yet. */
  readonly body: string;
}

export const WORDS: Readonly<Record<Entity, Words>> = {
  contact: {
    one: "contact",
    many: "contacts",
    Many: "Contacts",
    names: "idsOrEmails",
    id: "contactId",
    identifiers: {
      email: "E-mail",
      linkedinUrl: "LinkedIn URL",
      linkedinUrlSalesNav: "Sales Navigator URL",
    },
    aliases: "additionalEmails",
    searched: "The beginning of an e-mail, a name, or a LinkedIn name",
    body: '{"email":"jane@example.com","firstName":"Jane"}',
  },
  company: {
    one: "company",
    many: "companies",
    Many: "Companies",
    names: "idsOrDomains",
    id: "companyId",
    identifiers: {
      domain: "Domain",
      linkedinUrl: "LinkedIn URL",
      linkedinUrlSalesNav: "Sales Navigator URL",
    },
    searched: "The beginning of a domain, a name, or a LinkedIn name",
    body: '{"name":"Example","domain":"example.com"}',
  },
};

export function isContact(record: Shown): record is Contact {
  return "emails" in record;
}

/** What a person calls a record by: its name, or else what names it. */
export function titleOf(record: Shown): string {
  const name = isContact(record) ? (record.fullName ?? record.email) : (record.name ?? record.domain);
  return name ?? record.linkedinUrl ?? record.linkedinUrlSalesNav ?? record._id;
}

/** What is typed to confirm that a record is meant. */
export function confirmedBy(record: Shown): string {
  return (isContact(record) ? record.email : record.domain) ?? titleOf(record);
}

/** A field that is stored under its own name. The identifiers have a list of their own. */
export function isPlain(entity: Entity, { name }: Field): boolean {
  return !Object.hasOwn(WORDS[entity].identifiers, name);
}

/** Every identifier of a record that is shown: its field and its value, the primary ones first. */
export function identifiersOf(record: Shown): { readonly field: string; readonly value: string }[] {
  const pages = (["linkedinUrl", "linkedinUrlSalesNav"] as const).flatMap((field) => {
    const value = record[field];
    return value === undefined ? [] : [{ field, value }];
  });
  const main = isContact(record)
    ? record.emails.map(({ value }) => ({ field: "email", value }))
    : record.domain === undefined
      ? []
      : [{ field: "domain", value: record.domain }];
  return [...main, ...pages];
}

/** Where a record's page is. */
export function pageOf(recordId: string): string {
  return `/${recordId.startsWith("ctc_") ? "contacts" : "companies"}/${recordId}`;
}

/** Who did it, as far as that is known. */
export function whoDid({ keyName, keyId, userName }: HistoryEntry): string {
  const key = keyName ?? keyId ?? "a key that is gone";
  return userName === undefined ? key : `${key} of ${userName}`;
}
