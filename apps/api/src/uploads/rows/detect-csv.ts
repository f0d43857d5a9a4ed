const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The delimiter that stands most often in the line of the header, outside of quotes. */
export function delimiterOf(text: string): Delimiter {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "\n" || character === "\r") break;
    else counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const count = (delimiter: Delimiter) => counts.get(delimiter) ?? 0;
  return DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ",";
}

/** `sep=;` in a line of its own before the header, as Excel writes and reads it. */
export function separatorLine(text: string): { delimiter: Delimiter; length: number } | undefined {
  const found = /^sep=(.)(?:\r\n|\n|\r)/i.exec(text);
  const delimiter = DELIMITERS.find((known) => known === found?.[1]);
  return found && delimiter ? { delimiter, length: found[0].length } : undefined;
}
