import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { requireKey } from "./require-key.ts";
import { requireScope } from "./require-scope.ts";
import type { RouteScopes } from "./require-scope.ts";

/**
 * Lets a request pass if its API key is valid and has the scope that the route needs. The key comes as Basic with any
 * user name, or as Bearer.
 * @throws ApiError UNAUTHORIZED, FORBIDDEN, UNAVAILABLE, RATE_LIMITED where its team has too many requests under way
 */
export function authenticate(
  { keys, connections }: Pick<Services, "keys" | "connections">,
  routeScopes: RouteScopes,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const found = requireKey(c, keys);
    const key = found instanceof Promise ? await found : found;
    connections.belongs(c.env.incoming, key.teamId);
    requireScope(c, key, routeScopes);
    c.set("key", key);
    await next();
  };
}
