import { isIP } from "node:net";
import { allowsAddress, allowsName } from "./allow-private.ts";
import type { AllowPrivate } from "./allow-private.ts";

/** How long the address of a target may be. */
export const MAX_TARGET_URL = 2_000;

/** Names that no public name server answers (RFC 6761, 6762, 8375, and the one that ICANN reserved). */
const INNER_NAMES = [".localhost", ".local", ".internal", ".home.arpa"];

/** A target that may be tried, or what is wrong with it. */
export type CheckedTarget = { ok: true; url: URL; host: string } | { ok: false; message: string };

/**
 * Checks the address of a target as far as it can be without asking a name server: http or https, no name and
 * password in it, and no host that is known to be in the operator's own network. Any port may be named.
 * The URL parser reads each spelling of an IPv4 address (decimal, octal, hexadecimal, short) as the one it is.
 */
export function checkTargetUrl(text: string, allow: AllowPrivate): CheckedTarget {
  if (text.length > MAX_TARGET_URL) return refuse(`must have at most ${MAX_TARGET_URL} characters`);
  if (!URL.canParse(text)) return refuse("must be a whole URL, as https://example.com/hook");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return refuse("must begin with https:// or http://");
  if (url.username !== "" || url.password !== "") return refuse("must not contain a user name or password");
  const host = hostOf(url);
  if (isIP(host) === 0 ? isInnerName(host) && !allowsName(allow, host) : !allowsAddress(allow, host))
    return refuse("must be reachable on the public internet (WEBHOOK_ALLOW_PRIVATE allows others)");
  return { ok: true, url, host };
}

/** The host as a name server or a socket takes it: no brackets around IPv6, no dot at the end. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

function isInnerName(host: string): boolean {
  return !host.includes(".") || INNER_NAMES.some((inner) => host.endsWith(inner));
}

function refuse(message: string): CheckedTarget {
  return { ok: false, message };
}
