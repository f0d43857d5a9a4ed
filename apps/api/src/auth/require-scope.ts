import type { Scope } from "@onefold/contract";
import type { Scoped } from "@onefold/present";
import { matchedRoutes } from "hono/route";
import { ApiError } from "../errors/api-error.ts";
import { nameOf } from "../mount-routes.ts";
import type { AppContext } from "../request/app-env.ts";
import { ANYONE } from "../route.ts";
import type { Route } from "../route.ts";

/** The scopes of each route that asks for a key, by method and path. */
export type RouteScopes = ReadonlyMap<string, readonly Scope[]>;

export function scopesOf(routes: readonly Route[]): RouteScopes {
  return new Map(
    routes.flatMap((route) => (route.scopes === ANYONE ? [] : [[nameOf(route), route.scopes] as const])),
  );
}

/**
 * Lets the key pass if it has a scope of the request's route. Hono answers HEAD by the route of GET. If there is no
 * such route, there is nothing to guard: the answer is 404 or 405.
 * @throws ApiError FORBIDDEN, which says what is missing and what the key has
 */
export function requireScope(c: AppContext, key: Scoped, routeScopes: RouteScopes): void {
  if (key.scopes.includes("admin")) return;
  // A match without a method is a middleware, not a route.
  const route = matchedRoutes(c).find(({ method }) => method !== "ALL");
  if (route) requireOneOf(key, routeScopes.get(nameOf(route)) ?? []);
}

/** @throws ApiError FORBIDDEN */
export function requireOneOf({ scopes }: Scoped, needed: readonly Scope[]): void {
  if (scopes.includes("admin") || needed.some((scope) => scopes.includes(scope))) return;
  const has = scopes.length === 0 ? "none" : scopes.join(" and ");
  throw new ApiError(
    "FORBIDDEN",
    `The API key lacks the scope for this: it has ${has}, and needs ${[...needed, "admin"].join(" or ")}.`,
  );
}
