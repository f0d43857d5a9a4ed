import { trimBlank, UNSEEN } from "./blank.ts";
import { isStackable } from "./is-stackable.ts";

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * Characters that show nothing and come along when people copy from web pages and office documents: soft hyphen,
 * zero-width space, direction marks, word joiner, byte order mark. Joiners, selectors and fillers are removed at the
 * ends only: scripts and emoji need them inside.
 */
const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}--[\p{L}\p{Join_Control}\p{Variation_Selector}\u17b4\u17b5\u{e0020}-\u{e007f}]]/gv;

const CONTROL = /\p{Cc}/u;

/**
 * Does what every canonical rule begins with. The length is checked before anything else looks at the text, as a body
 * may hold 256 KiB. Then white space around it and invisible characters go, and what is left is made NFC, as all texts
 * are. No identifier has a control character inside, so such text is refused.
 */
export function tidyText(raw: string, maxLength: number): string | undefined {
  if (raw.length > maxLength) return undefined;
  const trimmed = trimBlank(raw);
  if (PRINTABLE_ASCII.test(trimmed)) return trimmed;
  const text = CONTROL.test(trimmed) ? undefined : compose(trimmed);
  return text === undefined ? undefined : trimBlank(text);
}

/**
 * The apostrophe by which Excel marks a cell as text, also in its typographic forms. No name of a page or a host begins
 * with it.
 */
const MARK = String.raw`['\u2018\u2019\u02bc\uff07]`;
const TEXT_MARK = new RegExp(`^(?:${MARK}[\\s${UNSEEN}]*)+`, "u");
const LAST_MARK = new RegExp(`${MARK}$`, "u");
/** Matches a mark that closes before the `@`: the one in front belongs to it, as in `'jane'@example.com`. */
const QUOTED_LOCAL = new RegExp(`${MARK}[${UNSEEN}]*@`, "u");

/**
 * Does the same for a whole identifier, and removes Excel's apostrophe before it, or a pair of them around it. A pair
 * around the part before the `@` stays: without one of them it is another address.
 */
export function tidyIdentifier(raw: string, maxLength: number): string | undefined {
  const text = tidyText(raw, maxLength);
  if (text === undefined || !TEXT_MARK.test(text)) return text;
  const bare = text.replace(TEXT_MARK, "");
  return QUOTED_LOCAL.test(bare) ? text : trimBlank(bare.replace(LAST_MARK, ""));
}

/**
 * Removes invisible characters, makes the text NFC, and makes the Turkish capital İ an i. It gives undefined if that
 * would take long. Accents are counted without what is invisible between them, since normalising then sorts them in one
 * row.
 */
export function compose(text: string): string | undefined {
  const visible = text.replace(INVISIBLE, "");
  return isStackable(visible) ? undotted(visible.normalize("NFC")) : undefined;
}

/** A Turkish program that writes in capitals makes İ of `i`. In lower case that is an `i` with a second dot. */
const DOTTED = /\u0130\u0307*|i\u0307+/g;

/** Leaves one dot on each `i`. */
export function undotted(text: string): string {
  const without = text.replace(DOTTED, "i");
  return without === text ? text : without.normalize("NFC");
}
