import { domainToASCII, domainToUnicode } from "node:url";
import { undotted } from "./tidy-text.ts";

/** A name of 253 characters (RFC 1035) can't be spelled with more than this many of Unicode's. */
const MAX_RAW_LENGTH = 1_000;
/** 255 octets on the wire are 253 characters of text (RFC 1035, 2.3.4). */
const MAX_LENGTH = 253;

const PLAIN = /^[a-z0-9.-]+$/i;
/** Of ASCII it allows only letters, digits, hyphens and dots: domainToASCII decodes `%2e` and cuts at `#`. */
const INTERNATIONAL = /^[a-z0-9.\-\u0080-\u{10ffff}]+$/iu;

/**
 * Labels of letters, digits and hyphens (RFC 1123, 2.1), at most 63, with no hyphen at an end. There are at least two,
 * and the last one is alphabetic (RFC 3696, 2) or an A-label. That keeps IP addresses out, in each of the forms that a
 * URL parser takes for one (`127.1`, `0x7f.1`).
 */
const HOSTNAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;

/**
 * Gives a public host name in lower case with international labels as A-labels (UTS 46, by `node:url`), or undefined.
 * It has no trailing dot, no port and no underscore, and is no IP address.
 */
export function hostname(raw: string): string | undefined {
  if (raw.length > MAX_RAW_LENGTH) return undefined;
  const name = withoutSecondDots(PLAIN.test(raw) ? raw.toLowerCase() : toALabels(raw));
  return name.length <= MAX_LENGTH && HOSTNAME.test(name) ? name : undefined;
}

/** Gives the name as A-labels. It is empty if there is no such name: domainToASCII says it so. */
function toALabels(raw: string): string {
  return INTERNATIONAL.test(raw) ? domainToASCII(raw) : "";
}

/** Replaces an `i` with a second dot, which the Turkish capital İ becomes in an A-label. It is an `i` here too. */
function withoutSecondDots(name: string): string {
  if (!name.includes("xn--")) return name;
  const spelled = domainToUnicode(name);
  return spelled.includes("i\u0307") ? domainToASCII(undotted(spelled)) || name : name;
}
