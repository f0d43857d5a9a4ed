/**
 * For each letter, how likely it is in the words of each language, as logarithms.
 *
 * @param languages the letters of each, as often as they weigh
 */
export function lettersOf(languages: readonly string[]): ReadonlyMap<string, Float64Array> {
  const all = new Map<string, Float64Array>();
  for (const [language, letters] of languages.entries()) {
    const counts = new Map<string, number>();
    for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    const length = Array.from(letters).length;
    for (const [letter, count] of counts) {
      const fits = all.get(letter) ?? new Float64Array(languages.length).fill(-Infinity);
      fits[language] = Math.log(count / length);
      all.set(letter, fits);
    }
  }
  return all;
}
