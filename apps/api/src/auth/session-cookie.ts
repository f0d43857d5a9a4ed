import { CONSOLE_SECRETS, isConsoleSecret } from "@onefold/records";
import { getCookie } from "hono/cookie";
import type { AppContext } from "../request/app-env.ts";

/** Behind TLS. Browsers take such a name from this host alone, and over TLS. */
const SECURE = "__Host-onefold-session";

/** Browsers give a host's cookies to all of its ports: those of two servers on one machine must not replace each other. */
function plainName(c: AppContext): string {
  const port = /:(\d+)$/.exec(c.req.header("host") ?? "")?.[1] ?? "";
  return `onefold-session${port}`;
}

const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Whether the browser may have come over TLS. It sends Sec-Fetch-Site then, and without TLS only on its own machine. The
 * plain name counts for nothing then: a page of another subdomain can set it, and so sign somebody in as another.
 */
function isBehindTls(c: AppContext): boolean {
  return c.req.header("sec-fetch-site") !== undefined && !LOOPBACK.test(c.req.header("host") ?? "");
}

/** Gives the session that the browser has, if it can be one. */
export function readSessionCookie(c: AppContext): string | undefined {
  if (c.req.header("cookie") === undefined) return undefined;
  const session = getCookie(c, SECURE) ?? (isBehindTls(c) ? undefined : getCookie(c, plainName(c)));
  return session !== undefined && isConsoleSecret("session", session) ? session : undefined;
}

/** Gives the header that has the browser keep a session. No script reads it, and no other site has it sent. */
export function keepSession(c: AppContext, session: string): Record<"Set-Cookie", string> {
  return cookie(c, session, CONSOLE_SECRETS.session.minutes * 60);
}

/** Gives the header that has the browser forget it. */
export function dropSession(c: AppContext): Record<"Set-Cookie", string> {
  return cookie(c, "", 0);
}

/**
 * Whether the page came over TLS, its browser itself says: only it and its page know what proxies are between. Who lies
 * about that spoils nothing but his own cookie.
 */
function cookie(c: AppContext, value: string, maxAge: number): Record<"Set-Cookie", string> {
  const isSecure = (c.req.header("origin") ?? "").startsWith("https://");
  const name = isSecure ? SECURE : plainName(c);
  const secure = isSecure ? "; Secure" : "";
  return {
    "Set-Cookie": `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`,
  };
}
