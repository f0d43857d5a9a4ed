import type { Hono } from "hono";
import type { AppEnv } from "./request/app-env.ts";
import { ANYONE } from "./route.ts";
import type { Route } from "./route.ts";
import type { Services } from "./services.ts";

/**
 * Gives the app its routes. They are matched in this order.
 * @throws Error where the routes, or what else the app has, break a rule that types can't check
 */
export function mountRoutes(app: Hono<AppEnv>, routes: readonly Route[], services: Services): void {
  const own = app.routes.find(({ method, path }) => method !== "ALL" && isGuarded(path));
  if (own) throw new Error(`${own.method} ${own.path} has no scopes: declare it by defineRoute, in app.ts.`);
  for (const [index, route] of routes.entries()) {
    checkRoute(route, routes.slice(0, index));
    const { method, path, takesSlashes, tellsSecret, handle } = route;
    app.on(method, takesSlashes ? `${path}${REST}` : path, (c) => {
      if (tellsSecret) c.set("tellsSecret", true);
      return handle(c, services);
    });
  }
}

function checkRoute(route: Route, earlier: readonly Route[]): void {
  const name = nameOf(route);
  if (route.scopes === ANYONE && isGuarded(route.path))
    throw new Error(`${name} has no scopes: every route under /api asks for a key, so say which may.`);
  if (route.scopes !== ANYONE && !isGuarded(route.path) && route.asksForKey === undefined)
    throw new Error(`${name} asks for no key: outside /api its scopes would hold nobody up.`);
  const described = Object.keys(route.request.params ?? {});
  if (parametersOf(route.path).toSorted().join() !== described.toSorted().join())
    throw new Error(`${name} describes other parameters than its path has: ${described.join(", ")}.`);
  const first = earlier.find((each) => each.method === route.method && takesAll(each.path, route.path));
  if (first)
    throw new Error(`${name} is never reached: ${nameOf(first)} is before it and takes its requests.`);
  const twin = earlier.find(({ operationId }) => operationId === route.operationId);
  if (twin) throw new Error(`${name} has the operationId ${route.operationId}, as ${nameOf(twin)} has.`);
}

/** Gives a route's name as logs and tests show it. */
export function nameOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${withoutRest(path)}`;
}

/** How Hono is told that the last parameter takes the rest of the path. */
const REST = "{.+}";

/** Gives a path that Hono matched as its route declares it. */
export function withoutRest(path: string): string {
  return path.endsWith(REST) ? path.slice(0, -REST.length) : path;
}

function isGuarded(path: string): boolean {
  return path.startsWith("/api/");
}

function parametersOf(path: string): string[] {
  return path.split("/").flatMap((part) => (part.startsWith(":") ? [part.slice(1)] : []));
}

/** Says whether the first pattern matches everything that the second matches. */
function takesAll(pattern: string, other: string): boolean {
  const [parts, others] = [pattern.split("/"), other.split("/")];
  return (
    parts.length === others.length && parts.every((part, at) => part.startsWith(":") || part === others[at])
  );
}
