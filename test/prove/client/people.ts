import type { Random } from "../random.ts";
import type { Names } from "../history/write.ts";

/** So few that clients meet, so many that not everything is one person. */
export const PEOPLE = 24;

/** All that can name a person: two addresses, a profile, a lead. */
export function namesOf(
  person: number,
): { readonly emails: readonly [string, string] } & Required<
  Pick<Names, "linkedinUrl" | "linkedinUrlSalesNav">
> {
  return {
    emails: [`person${person}@example.com`, `p${person}@home.example.com`],
    linkedinUrl: `https://www.linkedin.com/in/person-${person}`,
    linkedinUrlSalesNav: `https://www.linkedin.com/sales/lead/ACwAA${String(person).padStart(4, "0")}`,
  };
}

/** Some of a person's names, at least one that finds it. */
export function chooseNames(person: number, random: Random): Names {
  const { emails, linkedinUrl, linkedinUrlSalesNav } = namesOf(person);
  const [main, other] = random.chance(0.5) ? emails : [emails[1], emails[0]];
  const names: Names = {
    ...(random.chance(0.6) && { email: main }),
    ...(random.chance(0.3) && { linkedinUrl }),
    ...(random.chance(0.15) && { linkedinUrlSalesNav }),
  };
  if (Object.keys(names).length === 0) return { email: main };
  return names.email !== undefined && random.chance(0.15) ? { ...names, additionalEmails: [other] } : names;
}

/** The same names as somebody may have typed them. */
export function spell(names: Names, random: Random): Record<string, string | readonly string[]> {
  const { email, linkedinUrl, linkedinUrlSalesNav, additionalEmails } = names;
  const slug = linkedinUrl?.split("/in/")[1];
  const lead = linkedinUrlSalesNav?.split("/lead/")[1];
  return {
    ...(email !== undefined && { email: random.pick([email, email.toUpperCase(), ` ${email} `]) }),
    ...(slug !== undefined && {
      linkedinUrl: random.pick([
        `https://www.linkedin.com/in/${slug}`,
        `http://fr.linkedin.com/in/${slug.toUpperCase()}/?trk=abc`,
        `linkedin.com/in/${slug}/`,
      ]),
    }),
    ...(lead !== undefined && {
      linkedinUrlSalesNav: random.pick([
        `https://www.linkedin.com/sales/lead/${lead},NAME_SEARCH,x`,
        `https://www.linkedin.com/sales/people/${lead},`,
      ]),
    }),
    ...(additionalEmails !== undefined && { additionalEmails }),
  };
}
