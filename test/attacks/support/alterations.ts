import * as fc from "fast-check";

/** What else could stand at a place of an id or a cursor: of its own alphabet, and of others. */
const CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_+/=.~ é\0";

/** The text with one character changed: at each place, each other that could stand there. */
export function everyChange(text: string): string[] {
  return Array.from(text).flatMap((own, at) =>
    Array.from(CHARACTERS)
      .filter((other) => other !== own)
      .map((other) => text.slice(0, at) + other + text.slice(at + 1)),
  );
}

/** The text cut at each place, from either side. */
export function everyCut(text: string): string[] {
  return Array.from({ length: text.length - 1 }, (_, at) => [
    text.slice(0, at + 1),
    text.slice(at + 1),
  ]).flat();
}

/** What an attacker makes of a text that was given out, or of nothing: never the text itself. */
export function altered(text: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: text.length - 1 });
  return fc
    .oneof(
      fc
        .tuple(place, fc.constantFrom(...CHARACTERS))
        .map(([at, char]) => text.slice(0, at) + char + text.slice(at + 1)),
      fc.tuple(place, place).map(([from, to]) => text.slice(from, to)),
      fc.tuple(place, place).map(([one, two]) => swapped(text, one, two)),
      fc
        .tuple(place, fc.string({ maxLength: 20 }))
        .map(([at, more]) => text.slice(0, at) + more + text.slice(at)),
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.string({ minLength: 2_000, maxLength: 6_000 }),
    )
    .filter((other) => other !== text && !other.includes("\ud800"));
}

function swapped(text: string, one: number, two: number): string {
  const chars = Array.from(text);
  [chars[one], chars[two]] = [chars[two] ?? "", chars[one] ?? ""];
  return chars.join("");
}
