import { tidyText } from "./tidy-text.ts";
import { trimEndPunctuation } from "./trim-end-punctuation.ts";

const MAX_RAW_LENGTH = 5_000;

/**
 * Matches the end of a part of a path that was encoded, or lost a question mark on its way: `jane%3Ftrk%3Dx`,
 * `jane&trk=x`, `jane;jsessionid=1`. Names of pages hold none of that.
 */
const END = /[/?#].*$|[&;](?:amp;)?[\w.-]+=.*$|&amp;?$/s;

/**
 * Gives a part of a URL's path as a person reads it: percent-decoded (twice if it was encoded twice) and tidy, without
 * what follows it. It gives undefined if the escapes are no UTF-8.
 */
export function readableUrlPart(part: string): string | undefined {
  const decoded = decodePercent(part);
  const text = decoded === undefined ? undefined : tidyText(decoded.replace(END, ""), MAX_RAW_LENGTH);
  return text === undefined ? undefined : trimEndPunctuation(text);
}

function decodePercent(part: string): string | undefined {
  try {
    const once = part.includes("%") ? decodeURIComponent(part) : part;
    return once.includes("%") ? decodeURIComponent(once) : once;
  } catch {
    return undefined;
  }
}
