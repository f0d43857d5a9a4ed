import type { Identifier } from "@onefold/contract";

/** People who are in the database before anything is measured. */
export const KNOWN_PEOPLE = 20_000;

/** One row in so many updates a known person; the others each create one. */
const ROWS_PER_UPDATE = 5;

export const ROW_SHAPE = `10 fields, e-mail and LinkedIn URL; ${100 / ROWS_PER_UPDATE} % update one of ${KNOWN_PEOPLE} known people`;

/** What every way of writing is given: the same people in the same order, in canonical spelling. */
export interface Row {
  readonly email: string;
  readonly linkedinUrl: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A known person as they are before. */
export function knownRow(person: number): Row {
  return rowOfPerson(person, 0);
}

/** The n-th row of the load. No number twice in one database, or a create turns into an update. */
export function rowOf(n: number): Row {
  const isUpdate = n % ROWS_PER_UPDATE === ROWS_PER_UPDATE - 1;
  // The factor is prime to the count, so that updates spread over all the known people.
  return isUpdate ? rowOfPerson((n * 7_919) % KNOWN_PEOPLE, n) : rowOfPerson(KNOWN_PEOPLE + n, n);
}

/** As the body of a POST. */
export function bodyOf(n: number): string {
  const { email, linkedinUrl, fields } = rowOf(n);
  return JSON.stringify({ email, linkedinUrl, ...fields });
}

export function identifiersOf({ email, linkedinUrl }: Pick<Row, "email" | "linkedinUrl">): Identifier[] {
  return [
    { kind: "email", value: email },
    { kind: "linkedin", value: linkedinUrl },
  ];
}

/** `change` makes an update's values other than those that are stored. */
function rowOfPerson(person: number, change: number): Row {
  const firstName = pick(FIRST_NAMES, person);
  const lastName = pick(LAST_NAMES, person >> 3);
  const slug = `${firstName}-${lastName}-${person}`.toLowerCase();
  const industry = pick(INDUSTRIES, person >> 2);
  return {
    email: `${firstName}.${lastName}.${person}@example.com`.toLowerCase(),
    linkedinUrl: `https://www.linkedin.com/in/${slug}`,
    fields: {
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
const LOCATIONS = ["Paris, France", "Berlin, Germany", "Lyon, France", "Madrid, Spain", "Oslo, Norway"];

function pick(from: readonly string[], n: number): string {
  return from[n % from.length] ?? "";
}
