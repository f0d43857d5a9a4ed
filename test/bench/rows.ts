import type { Identifier } from "@onefold/contract";
import { isHot, personOf } from "./mixes.ts";
import type { Mix } from "./mixes.ts";

/** People who are in the database before anything is measured. */
export const KNOWN_PEOPLE = 20_000;

export const ROW_SHAPE = `10 fields, e-mail and LinkedIn URL, ${KNOWN_PEOPLE} people are known`;
/** Of the companies that a load with links names. */
export const COMPANIES = 100;
/** The custom fields of such a load. */
export const CUSTOM_FIELDS = [
  { name: "score", type: "number" },
  { name: "segment", type: "text" },
] as const;

/** What every way of writing is given: the same people in the same order, in canonical spelling. */
export interface Row {
  readonly email: string;
  readonly linkedinUrl: string;
  readonly linkedinUrlSalesNav?: string;
  readonly companyDomain?: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** A known person as they are before. */
export function knownRow(mix: Mix, person: number): Row {
  return rowOfPerson(mix, person, 0);
}

/** The n-th row of the load. No number twice in one database, or a create turns into an update. */
export function rowOf(mix: Mix, n: number): Row {
  return rowOfPerson(mix, personOf(mix, n, KNOWN_PEOPLE), n);
}

/** What is stored of the n-th row once the load is through. */
export function storedOf(mix: Mix, n: number): Pick<Row, "email" | "linkedinUrl" | "fields"> {
  const { email, linkedinUrl, fields } = rowOf(mix, n);
  return { email, linkedinUrl, fields: isHot(mix, personOf(mix, n, KNOWN_PEOPLE)) ? {} : fields };
}

/** As the body of a POST. */
export function bodyOf(mix: Mix, n: number): string {
  const { fields, ...named } = rowOf(mix, n);
  return JSON.stringify({ ...named, ...fields });
}

export function identifiersOf({
  email,
  linkedinUrl,
  linkedinUrlSalesNav,
}: Pick<Row, "email" | "linkedinUrl" | "linkedinUrlSalesNav">): Identifier[] {
  return [
    { kind: "email", value: email },
    { kind: "linkedin", value: linkedinUrl },
    ...(linkedinUrlSalesNav === undefined ? [] : [{ kind: "salesNav" as const, value: linkedinUrlSalesNav }]),
  ];
}

export function domainOf(company: number): string {
  return `company-${company}.example.com`;
}

/** `change` makes an update's values other than those that are stored. */
function rowOfPerson(mix: Mix, person: number, change: number): Row {
  const firstName = pick(FIRST_NAMES, person);
  const lastName = pick(LAST_NAMES, person >> 3);
  const slug = `${firstName}-${lastName}-${person}`.toLowerCase();
  const industry = pick(INDUSTRIES, person >> 2);
  return {
    email: `${firstName}.${lastName}.${person}@example.com`.toLowerCase(),
    linkedinUrl: `https://www.linkedin.com/in/${slug}`,
    ...(mix === "identifiers" && {
      linkedinUrlSalesNav: `https://www.linkedin.com/sales/lead/ACwAA${String(person).padStart(10, "0")}`,
    }),
    ...(mix === "links" && { companyDomain: domainOf(change % COMPANIES) }),
    fields: {
      ...(mix === "links" && { score: change % 1_000, segment: pick(SEGMENTS, change) }),
      firstName,
      lastName,
      phone: `+33 1 ${String(10_000_000 + (change % 90_000_000))}`,
      jobTitle: `${pick(TITLES, change)} ${industry}`,
      industry,
      location: pick(LOCATIONS, person >> 1),
      languages: "English, French",
      skills: "Negotiation, Forecasting, Account management, Onboarding, Public speaking",
      tagline: `Helping ${industry.toLowerCase()} teams to sell without noise`,
      summary: `${firstName} has worked in ${industry.toLowerCase()} for ${5 + (person % 20)} years, first in support, then in sales, and now leads a team of ${3 + (change % 30)} that looks after customers in three countries.`,
    },
  };
}

const FIRST_NAMES = ["Jane", "Omar", "Lucia", "Anders", "Mei", "Kofi", "Ines", "Tomasz"];
const LAST_NAMES = ["Example", "Sample", "Tester", "Doe", "Muster", "Placeholder", "Dupont", "Rossi"];
const TITLES = ["Head of Sales", "Account Executive", "Chief of Staff", "Buyer", "Director"];
const INDUSTRIES = ["Software", "Logistics", "Insurance", "Retail", "Healthcare", "Energy"];
const SEGMENTS = ["Small", "Middle", "Large"];
const LOCATIONS = ["Paris, France", "Berlin, Germany", "Lyon, France", "Madrid, Spain", "Oslo, Norway"];

function pick(from: readonly string[], n: number): string {
  return from[n % from.length] ?? "";
}
