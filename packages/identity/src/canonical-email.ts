import { trimBlank, withoutUnseen } from "./blank.ts";
import { hostname } from "./hostname.ts";
import { tidyIdentifier } from "./tidy-text.ts";

/** A path has 256 octets with its angle brackets (RFC 5321, 4.5.3.1.3). */
const MAX_OCTETS = 254;
/** The limit of RFC 5321, 4.5.3.1.1. */
const MAX_LOCAL_OCTETS = 64;
/** There is room for a domain that gets shorter as A-labels, and for invisible characters. */
const MAX_RAW_LENGTH = 1_024;

/** RFC 5321's Dot-string: atoms of RFC 5322's atext with single dots between them. */
const ASCII_LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** The same with RFC 6531's characters beyond ASCII … */
const UTF8_LOCAL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\u{10ffff}]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\u{10ffff}]+)*$/u;
/** … except controls, format characters, private use, surrogates and spaces. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}]/u;

/**
 * Gives the canonical form of a contact's e-mail: trimmed and lower-cased, with a dot in the domain and the domain as
 * A-labels. Dots and plus signs of the local part are kept: only the provider knows whether they matter, and a wrong
 * guess makes one record of two people. It gives undefined if the text is no e-mail.
 *
 * Local parts are RFC 5321 Dot-strings of at most 64 octets, and RFC 6531's with letters beyond ASCII (NFC,
 * lower-cased). Quoted local parts, comments, display names, angle brackets, `mailto:` and address literals are no
 * addresses here.
 */
export function canonicalEmail(raw: string): string | undefined {
  const text = tidyIdentifier(raw, MAX_RAW_LENGTH);
  if (text === undefined) return undefined;
  const at = text.lastIndexOf("@");
  if (at < 1) return undefined;
  const local = canonicalLocal(text.slice(0, at));
  if (local === undefined) return undefined;
  const domain = hostname(trimBlank(text.slice(at + 1)));
  if (domain === undefined) return undefined;
  // The domain is ASCII, so its characters are its octets.
  return Buffer.byteLength(local) + 1 + domain.length <= MAX_OCTETS ? `${local}@${domain}` : undefined;
}

function canonicalLocal(raw: string): string | undefined {
  const local = raw.toLowerCase();
  if (ASCII_LOCAL.test(local)) return local.length <= MAX_LOCAL_OCTETS ? local : undefined;
  // No address has joiners, selectors and fillers on purpose.
  const composed = withoutUnseen(local).normalize("NFC");
  if (!UTF8_LOCAL.test(composed) || FORBIDDEN.test(composed)) return undefined;
  return Buffer.byteLength(composed) <= MAX_LOCAL_OCTETS ? composed : undefined;
}
