/** A name that is longer than this is no misspelling of ours. */
const LENGTH_MAX = 60;
/** How many letters may differ at most. */
const FAR = 4;

/** Gives the name that may have been meant: it differs by a few letters, or one of the two is part of the other. */
export function nearestName(given: string, names: Iterable<string>): string | undefined {
  if (given.length > LENGTH_MAX) return undefined;
  let best: string | undefined;
  // A short name is another one where more than a letter differs: Status is no State.
  const most = given.length < 7 ? 1 : Math.min(FAR, Math.floor(given.length / 3));
  let least = most + 0.5;
  for (const name of names) {
    if (name.length > LENGTH_MAX) continue;
    const isPart = name.length >= 4 && (given.includes(name) || name.includes(given));
    const far =
      given.length >= 3 && isPart ? Math.min(most, 2) + 0.4 : farFrom(given, name, Math.floor(least));
    if (far < least) [best, least] = [name, far];
  }
  return best;
}

/** The distance, where two neighbours that are swapped count as one letter: `emial`. */
function farFrom(given: string, name: string, max: number): number {
  return isSwapped(given, name) ? 1 : distanceWithin(given, name, max);
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/**
 * Counts the letters to change, add or drop (Levenshtein). It gives Infinity if they are more than `max`. It looks only
 * at cells within `max` of the diagonal, and stops when the count can't be lower. So it never costs the product of the
 * lengths.
 */
export function distanceWithin(a: ArrayLike<string>, b: ArrayLike<string>, max: number): number {
  if (Math.abs(a.length - b.length) > max) return Infinity;
  let row = new Map<number, number>();
  for (let j = 0; j <= Math.min(b.length, max); j++) row.set(j, j);
  for (let i = 1; i <= a.length; i++) {
    const next = new Map<number, number>();
    const letter = a[i - 1];
    let least = Infinity;
    for (let j = Math.max(0, i - max); j <= Math.min(b.length, i + max); j++) {
      const replaced = j === 0 ? Infinity : (row.get(j - 1) ?? Infinity) + (letter === b[j - 1] ? 0 : 1);
      const far = Math.min(replaced, (row.get(j) ?? Infinity) + 1, (next.get(j - 1) ?? Infinity) + 1);
      next.set(j, far);
      least = Math.min(least, far);
    }
    if (least > max) return Infinity;
    row = next;
  }
  const far = row.get(b.length) ?? Infinity;
  return far <= max ? far : Infinity;
}
