import type { Random } from "../../prove/random.ts";

/** The three identifiers of a person, each in a random spelling of the same thing. */
export function spell(person: number, random: Random) {
  return {
    email: random.pick([
      `Person${person}@Example.com`,
      `person${person}@example.com`,
      `  person${person}@EXAMPLE.com `,
    ]),
    linkedinUrl: random.pick([
      `https://www.linkedin.com/in/person-${person}`,
      `http://fr.linkedin.com/in/Person-${person}/?trk=abc`,
      `linkedin.com/in/person-${person}/`,
      `https://m.linkedin.com/in/PERSON-${person}#about`,
    ]),
    linkedinUrlSalesNav: random.pick([
      `https://www.linkedin.com/sales/lead/ACwAA${person},NAME_SEARCH,x`,
      `https://www.linkedin.com/sales/people/ACwAA${person},`,
    ]),
  };
}

/** The same, canonical, strongest first, as `contact_identifiers` has them. */
export function canonicalOf(person: number) {
  return {
    email: `person${person}@example.com`,
    linkedinUrl: `https://www.linkedin.com/in/person-${person}`,
    linkedinUrlSalesNav: `https://www.linkedin.com/sales/lead/ACwAA${person}`,
  };
}

export const IDENTIFIER_FIELDS = ["email", "linkedinUrl", "linkedinUrlSalesNav"] as const;

/** A random choice of them, at least one. */
export function randomSubset(random: Random): (typeof IDENTIFIER_FIELDS)[number][] {
  const chosen = IDENTIFIER_FIELDS.filter(() => random.next() < 0.5);
  return chosen.length > 0 ? chosen : [random.pick(IDENTIFIER_FIELDS)];
}
