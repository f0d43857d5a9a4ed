const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The delimiters, that which stands most often in the first line, outside of quotes, before the others. */
export function delimitersOf(text: string): [Delimiter, ...Delimiter[]] {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "\n" || character === "\r") break;
    else counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const count = (delimiter: Delimiter) => counts.get(delimiter) ?? 0;
  const [first = ",", ...others] = DELIMITERS.toSorted((a, b) => count(b) - count(a));
  return [first, ...others];
}

/** `sep=;` in a line of its own before the header, as Excel writes and reads it. */
export function separatorLine(text: string): { delimiter: Delimiter; length: number } | undefined {
  const found = /^sep=(.)(?:\r\n|\n|\r)/i.exec(text);
  const delimiter = DELIMITERS.find((known) => known === found?.[1]);
  return found && delimiter ? { delimiter, length: found[0].length } : undefined;
}
