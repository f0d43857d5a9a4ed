import { matchedRoutes } from "hono/route";
import { withoutRest } from "../mount-routes.ts";
import type { AppContext } from "./app-env.ts";

/**
 * Gives the pattern of the route that answered, such as `/api/contacts/:idOrEmail`. If a middleware refused the
 * request, it is the route that would have answered. It is undefined if there is no such route.
 */
export function routePattern(c: AppContext): string | undefined {
  const routes = matchedRoutes(c);
  // Several routes can match, as `/export` is an `:idOrEmail` too. The first one after the middlewares is the right
  // one.
  for (let index = c.req.routeIndex; index < routes.length; index++) {
    const route = routes[index];
    if (route !== undefined && route.method !== "ALL") return withoutRest(route.path);
  }
  return undefined;
}
