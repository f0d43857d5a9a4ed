import { matchedRoutes } from "hono/route";
import type { AppContext } from "./app-env.ts";

/**
 * The pattern of the route that answered, such as `/api/contacts/:idOrEmail`; of the one that would have,
 * where a middleware refused the request; undefined where there is no such route.
 */
export function routePattern(c: AppContext): string | undefined {
  const routes = matchedRoutes(c);
  // Several can match, as `/export` is an `:idOrEmail` too: the first one after the middleware is it.
  for (let index = c.req.routeIndex; index < routes.length; index++) {
    const route = routes[index];
    if (route !== undefined && route.method !== "ALL") return route.path;
  }
  return undefined;
}
