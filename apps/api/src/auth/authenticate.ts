import type { MiddlewareHandler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import type { AppEnv } from "../request/app-env.ts";
import type { KeyCache } from "./key-cache.ts";
import { requireScope } from "./require-scope.ts";

/**
 * Lets a request pass whose API key is valid and may do this, as Basic with any user name or as Bearer (API.md, "Auth").
 * @throws ApiError UNAUTHORIZED, the same for unknown, revoked and malformed keys; FORBIDDEN
 */
export function authenticate(keys: KeyCache): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const authorization = c.req.header("authorization");
    if (authorization === undefined) throw unauthorized();
    const found = keys.find(authorization, c.req.raw);
    const key = found instanceof Promise ? await reading(() => found) : found;
    if (!key) throw unauthorized();
    if (key.blocked) throw new ApiError("FORBIDDEN", "The user of this API key is blocked.");
    requireScope(c, key);
    c.set("key", key);
    await next();
  };
}

function unauthorized(): ApiError {
  return new ApiError("UNAUTHORIZED", "The API key is missing or wrong.", {
    headers: { "WWW-Authenticate": 'Basic realm="onefold", charset="UTF-8"' },
  });
}
