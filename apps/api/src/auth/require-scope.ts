import type { Scope } from "@onefold/contract";
import type { KeyOwner } from "@onefold/records";
import type { Hono } from "hono";
import { matchedRoutes } from "hono/route";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import { ROUTE_SCOPES } from "./route-scopes.ts";

/** Method and path as in app.ts. Hono answers HEAD by the route of GET. */
interface Route {
  readonly method: string;
  readonly path: string;
}

const scopesOf = new Map<string, readonly Scope[]>(Object.entries(ROUTE_SCOPES));

/**
 * Lets the key pass that may do what the request's route does. Where there is no such route, there is
 * nothing to guard: the answer is 404 or 405.
 * @throws ApiError FORBIDDEN, which says what is missing and what the key has
 */
export function requireScope(c: AppContext, { scopes }: Pick<KeyOwner, "scopes">): void {
  if (scopes.includes("admin")) return;
  const route = matchedRoutes(c).find(isRoute);
  if (!route) return;
  const needed = scopesOf.get(nameOf(route)) ?? [];
  if (needed.some((scope) => scopes.includes(scope))) return;
  const has = scopes.length === 0 ? "none" : scopes.join(" and ");
  throw new ApiError(
    "FORBIDDEN",
    `The API key lacks the scope for this: it has ${has}, and needs ${[...needed, "admin"].join(" or ")}.`,
  );
}

/** @throws Error where a route under `/api` has no decision about its scopes */
export function checkRouteScopes({ routes }: Hono<AppEnv>): void {
  const undecided = routes.find(
    (route) => isRoute(route) && route.path.startsWith("/api/") && !scopesOf.has(nameOf(route)),
  );
  if (undecided)
    throw new Error(`${nameOf(undecided)} has no scopes: say which in apps/api/src/auth/route-scopes.ts.`);
}

/** What isn't one is a middleware. */
function isRoute({ method }: Route): boolean {
  return method !== "ALL";
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}
