import { domainToASCII, domainToUnicode } from "node:url";
import { undotted } from "./tidy-text.ts";

/** A name of 253 characters (RFC 1035) can't be spelled with more than this many of Unicode's. */
const MAX_RAW_LENGTH = 1_000;
/** RFC 1035, 2.3.4: 255 octets on the wire are 253 characters of text. */
const MAX_LENGTH = 253;

const PLAIN = /^[a-z0-9.-]+$/i;
/** Nothing of ASCII but letters, digits, hyphens and dots: domainToASCII decodes `%2e` and cuts at `#`. */
const INTERNATIONAL = /^[a-z0-9.\-\u0080-\u{10ffff}]+$/iu;

/**
 * Labels of letters, digits and hyphens (RFC 1123, 2.1), 63 at most, no hyphen at an end. At least
 * two, and the last one alphabetic (RFC 3696, 2) or an A-label: that is what keeps IP addresses out,
 * in each of the forms that a URL parser takes for one (`127.1`, `0x7f.1`).
 */
const HOSTNAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;

/**
 * A public host name in lower case with international labels as A-labels (UTS 46 by way of
 * `node:url`), or undefined. No trailing dot, no port, no IP address, no underscore.
 */
export function hostname(raw: string): string | undefined {
  if (raw.length > MAX_RAW_LENGTH) return undefined;
  const name = withoutSecondDots(PLAIN.test(raw) ? raw.toLowerCase() : toALabels(raw));
  return name.length <= MAX_LENGTH && HOSTNAME.test(name) ? name : undefined;
}

/** Empty where there is no such name; domainToASCII says it so. */
function toALabels(raw: string): string {
  return INTERNATIONAL.test(raw) ? domainToASCII(raw) : "";
}

/** The Turkish capital İ is an `i` here too where it came as an A-label, in which it is an `i` with a second dot. */
function withoutSecondDots(name: string): string {
  if (!name.includes("xn--")) return name;
  const spelled = domainToUnicode(name);
  return spelled.includes("i\u0307") ? domainToASCII(undotted(spelled)) || name : name;
}
