import { isStackable } from "./is-stackable.ts";

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * Characters that show nothing and travel along when people copy from web pages and office
 * documents: soft hyphen, zero-width space, direction marks, word joiner, byte order mark. The
 * zero-width joiners are not among them: scripts and emoji need them.
 */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

const CONTROL = /\p{Cc}/u;

/**
 * What every canonical rule starts with: the length is judged before anything else looks at the text
 * (a body may hold 256 KiB), then white space around it and invisible characters go, and what is
 * left is NFC, as all texts are. No identifier has a control character inside, so such text is refused.
 */
export function tidyText(raw: string, maxLength: number): string | undefined {
  if (raw.length > maxLength) return undefined;
  const trimmed = raw.trim();
  if (PRINTABLE_ASCII.test(trimmed)) return trimmed;
  return CONTROL.test(trimmed) ? undefined : compose(trimmed)?.trim();
}

/**
 * Without invisible characters, as NFC; undefined where that would take long. Accents are counted without what is
 * invisible between them: normalising sorts those that are in a row then.
 */
export function compose(text: string): string | undefined {
  const visible = text.replace(INVISIBLE, "");
  return isStackable(visible) ? visible.normalize("NFC") : undefined;
}
