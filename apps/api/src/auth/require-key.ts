import type { KeyOwner } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import type { AppContext } from "../request/app-env.ts";
import { KEY_PARAMETER } from "../request/query.ts";
import type { KeyCache } from "./key-cache.ts";
import { requireOwnPage } from "./require-own-page.ts";
import { readSessionCookie } from "./session-cookie.ts";

/**
 * Gives the request's API key as it stands now, at most seconds old. A known key is given at once, without a promise.
 * What takes long, such as an upload, asks again meanwhile: that is cheap, and throws once the key is revoked or its
 * user is blocked. Without an Authorization header it is the key of the browser's session in the console.
 * @throws ApiError UNAUTHORIZED, the same for unknown, revoked and malformed keys; FORBIDDEN; RATE_LIMITED where the
 * address has sent too many unknown ones; UNAVAILABLE
 */
export function requireKey(c: AppContext, keys: KeyCache): KeyOwner | Promise<KeyOwner> {
  const authorization = authorizationOf(c, keys);
  if (authorization === undefined) return requireSession(c, keys);
  return usable(c, keys.find(authorization, c.req.raw, c.env.incoming));
}

/** Gives what names the request's key: the header, or else the query where that may. A session is known without it. */
export function authorizationOf(c: AppContext, keys: KeyCache): string | undefined {
  const header = c.req.header("authorization");
  if (header !== undefined || !keys.inQuery) return header;
  const token = c.req.query(KEY_PARAMETER);
  return token === undefined ? undefined : `Bearer ${token}`;
}

/** Without a header that names a key, a browser is known by its cookie. With one it never is, whatever becomes of that. */
function requireSession(c: AppContext, keys: KeyCache): KeyOwner | Promise<KeyOwner> {
  const session = readSessionCookie(c);
  if (session === undefined) throw unauthorized(c);
  requireOwnPage(c);
  return usable(c, keys.findSession(session, c.env.incoming));
}

/** @throws ApiError UNAUTHORIZED, FORBIDDEN, UNAVAILABLE */
export function usable(
  c: AppContext,
  found: KeyOwner | undefined | Promise<KeyOwner | undefined>,
): KeyOwner | Promise<KeyOwner> {
  return found instanceof Promise ? reading(() => found).then((key) => check(c, key)) : check(c, found);
}

function check(c: AppContext, key: KeyOwner | undefined): KeyOwner {
  if (!key) throw unauthorized(c);
  if (key.blocked) throw new ApiError("FORBIDDEN", "The user of this API key is blocked.");
  return key;
}

/** The message is the same for missing, unknown, revoked and malformed keys. */
const WRONG =
  "The API key is missing or wrong: send it as Authorization: Bearer <key>, or by Basic with the key as the password. " +
  "npx onefold key create makes one.";

/** A browser would ask its user for a password by a dialogue of its own, were its page answered with Basic. */
export function unauthorized(c: AppContext, message = WRONG): ApiError {
  const isPage =
    c.req.header("x-requested-with") !== undefined ||
    c.req.header("sec-fetch-site") === "same-origin" ||
    readSessionCookie(c) !== undefined;
  const challenge = isPage ? 'Bearer realm="onefold"' : 'Basic realm="onefold", charset="UTF-8"';
  return new ApiError("UNAUTHORIZED", message, { headers: { "WWW-Authenticate": challenge } });
}
