const FIRST = [
  "Ada",
  "Ben",
  "Chloe",
  "David",
  "Elif",
  "Femi",
  "Grace",
  "Hana",
  "Ivan",
  "Jane",
  "Karim",
  "Lena",
];
const LAST = ["Adler", "Brandt", "Costa", "Diaz", "Eriksen", "Fischer", "Garcia", "Hansen", "Ito", "Jansen"];
const TITLES = ["CEO", "CTO", "Head of sales", "Engineer", "Designer", "Buyer"];

export interface MadeUp {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: string;
}

/** Makes up people, each one somebody else, all at example.com. @param run what no other run has in its addresses */
export function madeUpPeople(run: string, count: number): MadeUp[] {
  return Array.from({ length: count }, (_, index) => {
    const firstName = of(FIRST, index);
    const lastName = of(LAST, Math.floor(index / FIRST.length));
    const email = `${firstName}.${lastName}.${run}.${index}@example.com`.toLowerCase();
    return { email, firstName, lastName, jobTitle: of(TITLES, index) };
  });
}

/** Makes up what is sent about one person at once: each has the e-mail, and a field of its own to write. */
export function raceOf(run: string, count: number): { [field: string]: string }[] {
  const fields = ["firstName", "lastName", "jobTitle", "industry", "tagline"] as const;
  return Array.from({ length: count }, (_, index) => ({
    email: `racer.${run}@example.com`,
    [fields[index % fields.length] ?? "firstName"]: `Sent as number ${index + 1}`,
  }));
}

/** Makes what no other run has. */
export function newRun(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) =>
    byte.toString(36).padStart(2, "0"),
  ).join("");
}

function of<T>(list: readonly [T, ...T[]] | readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError("an empty list");
  return found;
}
