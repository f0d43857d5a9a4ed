import type { KeyOwner } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import type { AppContext } from "../request/app-env.ts";
import { KEY_PARAMETER } from "../request/query.ts";
import type { KeyCache } from "./key-cache.ts";

/**
 * Gives the request's API key as it stands now, at most seconds old. A known key is given at once, without a promise.
 * What takes long, such as an upload, asks again meanwhile: that is cheap, and throws once the key is revoked or its
 * user is blocked.
 * @throws ApiError UNAUTHORIZED, the same for unknown, revoked and malformed keys; FORBIDDEN; RATE_LIMITED where the
 * address has sent too many unknown ones; UNAVAILABLE
 */
export function requireKey(c: AppContext, keys: KeyCache): KeyOwner | Promise<KeyOwner> {
  const authorization = c.req.header("authorization") ?? (keys.inQuery ? tokenOf(c) : undefined);
  if (authorization === undefined) throw unauthorized();
  const found = keys.find(authorization, c.req.raw, c.env.incoming);
  return found instanceof Promise ? reading(() => found).then(usable) : usable(found);
}

/** A header goes before it. */
function tokenOf(c: AppContext): string | undefined {
  const token = c.req.query(KEY_PARAMETER);
  return token === undefined ? undefined : `Bearer ${token}`;
}

function usable(key: KeyOwner | undefined): KeyOwner {
  if (!key) throw unauthorized();
  if (key.blocked) throw new ApiError("FORBIDDEN", "The user of this API key is blocked.");
  return key;
}

/** The message is the same for missing, unknown, revoked and malformed keys. */
const WRONG =
  "The API key is missing or wrong: send it as Authorization: Bearer <key>, or by Basic with the key as the password. " +
  "npx onefold key create makes one.";

function unauthorized(): ApiError {
  return new ApiError("UNAUTHORIZED", WRONG, {
    headers: { "WWW-Authenticate": 'Basic realm="onefold", charset="UTF-8"' },
  });
}
