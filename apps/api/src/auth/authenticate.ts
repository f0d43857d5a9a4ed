import { setTimeout as delay } from "node:timers/promises";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { requireKey } from "./require-key.ts";
import { requireScope } from "./require-scope.ts";
import type { RouteScopes } from "./require-scope.ts";

/** How long a refusal for too many requests takes: as long as its Retry-After says to wait. */
const REFUSED_MS = 1_000;

/**
 * Lets a request pass if its API key is valid and has the scope that the route needs. The key comes as Basic with any
 * user name, or as Bearer; in the query too, where a setting allows it.
 * @throws ApiError UNAUTHORIZED, FORBIDDEN, UNAVAILABLE, RATE_LIMITED where its team has too many requests under way
 */
export function authenticate(
  { keys, connections }: Pick<Services, "keys" | "connections">,
  routeScopes: RouteScopes,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const found = requireKey(c, keys);
    const key = found instanceof Promise ? await found : found;
    try {
      connections.belongs(c.env.incoming, key.teamId);
    } catch (refusal) {
      // Refused at once, it would be asked again at once, on hundreds of connections: nobody else would get through.
      await delay(REFUSED_MS);
      throw refusal;
    }
    requireScope(c, key, routeScopes);
    c.set("key", key);
    if (keys.inQuery) c.set("keyInQuery", true);
    await next();
  };
}
