import { trimBlank, withoutUnseen } from "./blank.ts";

/** Every dash of Unicode, the minus sign, and the long-vowel mark that East Asian keyboards have in its place. */
const DASHES = /[\p{Pd}\u2212\u30fc\uff70]/gu;
/** Letters, digits and signs in the width of East Asian characters. */
const WIDE = /[\uff01-\uff5e]/g;
/** The scheme of a link, and the apostrophe by which Excel marks a text that begins with a plus. */
const BEFORE = /^(?:['\u2018\u2019]|tel:(?:\/\/)?|\s)+/i;
/** RFC 3966's own parameter. */
const EXTENSION = /;ext=(?=\d)/i;

/**
 * Gives a phone number without what links, documents and keyboards leave in it: direction marks and other invisible
 * characters, `tel:`, and dashes that are no hyphen. All else stays as it was given, even if it is no number. It is
 * idempotent.
 */
export function tidyPhone(text: string): string {
  const plain = withoutUnseen(text)
    .replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(DASHES, "-");
  return trimBlank(trimBlank(plain).replace(BEFORE, "").replace(EXTENSION, " ext. "));
}
