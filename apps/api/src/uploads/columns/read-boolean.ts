import { comparable } from "../../names/comparable.ts";

const YES = words(
  "true, yes, y, 1, on, x, t, ja, j, wahr, oui, vrai, si, s, verdadero, vero, sim, verdadeiro, waar, checked, ✓, ✔, ☑",
);
const NO = words(
  "false, no, n, 0, off, f, nein, falsch, non, faux, falso, não, nee, onwaar, unchecked, ✗, ✘, ☐",
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(", ").map(plain));
}

/** A yes or a no, in the languages of files; undefined where it is neither. */
export function readBoolean(text: string): boolean | undefined {
  const word = plain(text);
  return YES.has(word) ? true : NO.has(word) ? false : undefined;
}

/** Signs have no letters to compare. */
function plain(text: string): string {
  return comparable(text) || text.trim();
}
