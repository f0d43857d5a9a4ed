import { choices } from "./choices.ts";

/** The columns of the generated files, each with the field that it is. */
export const COLUMNS = {
  Email: "email",
  "First name": "firstName",
  "Last name": "lastName",
  "LinkedIn URL": "linkedinUrl",
  "Job title": "jobTitle",
  Phone: "phone",
  Location: "location",
  Industry: "industry",
  Tagline: "tagline",
  Summary: "summary",
  "Contact ID": "contactId",
} as const;
export type Column = keyof typeof COLUMNS;

/** The cells of a row that have something in them. */
export type Cells = Partial<Record<Column, string>>;

export interface PersonShape {
  readonly hasEmail: boolean;
  readonly hasLinkedin: boolean;
  readonly hasPhone: boolean;
}

/** The person of a number: no two numbers, nor seeds, have an identifier in common. */
export function personOf(seed: number, id: number, shape: PersonShape, isLatin: boolean): Cells {
  const { pick, below } = choices(seed, id);
  const names = isLatin ? LATIN_NAMES : ALL_NAMES;
  const [firstName] = pick(names);
  const [, lastName] = pick(names);
  const name = `${plain(firstName) || "person"}.${plain(lastName) || "example"}`;
  const own = `${seed.toString(36)}-${id.toString(36)}`;
  const company = pick(COMPANIES);
  const industry = pick(INDUSTRIES);
  const years = 2 + below(30);
  return {
    ...(shape.hasEmail && { Email: `${name}.${own}@${company}.example` }),
    "First name": firstName,
    "Last name": lastName,
    ...(shape.hasLinkedin && {
      "LinkedIn URL": `https://www.linkedin.com/in/${name.replace(".", "-")}-${own}`,
    }),
    "Job title": `${pick(LEVELS)}, ${pick(TRADES)}`,
    ...(shape.hasPhone && { Phone: `+33 1 ${String(10_000_000 + below(90_000_000))}` }),
    Location: pick(LOCATIONS),
    Industry: industry,
    Tagline: `Helping ${industry.toLowerCase()} teams since ${2026 - years}`,
    // One in four has what has to be quoted.
    Summary: pick([
      `${firstName} has worked in ${industry.toLowerCase()} for ${years} years.`,
      `${years} years in ${industry.toLowerCase()}, now at ${company}.`,
      `Leads a team of ${2 + below(40)}.`,
      `Two things:\n1. ${industry}; the “small” kind\n2. "${firstName}'s rule", of course`,
    ]),
  };
}

/** What fits the local part of an address and a profile's name. */
function plain(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
}

type Names = readonly [readonly [string, string], ...(readonly [string, string])[]];

/** Those that Windows-1252 can write. */
const LATIN_NAMES: Names = [
  ["María", "García"],
  ["Jean", "Martin"],
  ["Anna", "Müller"],
  ["Thomas", "O’Brien"],
  ["Sofía", "Núñez"],
  ["Björn", "Åkesson"],
  ["Zoë", "Lefèvre"],
  ["Marco", "Rossi"],
  ["Inês", "Gonçalves"],
  ["Karl", "Groß"],
  ["Emma", "Smith"],
  ["Lucas", "Jensen"],
  ["Amélie", "Dubois"],
  ["Omar", "Haddad"],
  ["Mei", "Chen"],
  ["Kofi", "Mensah"],
  ["Priya", "Patel"],
  ["Anne-Laure", "de la Tour"],
  ["Þóra", "Jónsdóttir"],
  ["David", "Kim"],
];

const ALL_NAMES: Names = [
  ...LATIN_NAMES,
  ["Łukasz", "Wiśniewski"],
  ["Dvořák", "Černý"],
  ["美咲", "佐藤"],
  ["Ольга", "Иванова"],
  ["Ελένη", "Παπαδοπούλου"],
  ["محمد", "الأحمد"],
  ["Ayşe", "Yılmaz"],
  ["Ngọc", "Nguyễn"],
];

const COMPANIES = ["acme", "globex", "initech", "umbrella", "hooli", "vandelay", "wonka", "tyrell"] as const;
const INDUSTRIES = ["Software", "Logistics", "Insurance", "Retail", "Healthcare", "Energy"] as const;
const LEVELS = ["Head", "Director", "VP", "Manager", "Lead"] as const;
const TRADES = ["Sales", "Marketing", "Purchasing", "Support", "Finance"] as const;
const LOCATIONS = [
  "Paris, France",
  "Zürich, Switzerland",
  "Lyon, France",
  "Málaga, Spain",
  "Oslo, Norway",
] as const;
