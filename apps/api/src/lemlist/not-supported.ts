import { OTHER_ROUTES } from "./other-routes.ts";

/**
 * Says what this service is to a request for one of lemlist's routes that it hasn't. It is undefined for any other
 * request. lemlist documents some paths with a slash at their end.
 */
export function notSupported(method: string, path: string): string | undefined {
  const asked = `${method === "HEAD" ? "GET" : method} ${path.replace(/\/$/, "")}`;
  const about = ROUTES.find(({ matches }) => matches.test(asked))?.about;
  return about && `${about} are no part of this service. ${WHAT_IT_IS}`;
}

const WHAT_IT_IS =
  "Onefold keeps contacts and companies, each once, and answers lemlist's routes for them; /docs lists all that it has.";

const ROUTES = Object.entries(OTHER_ROUTES).map(([about, routes]) => ({
  about,
  matches: new RegExp(`^(?:${routes.map(patternOf).join("|")})$`),
}));

function patternOf(route: string): string {
  return route.replace(" ", " /api").replaceAll(/:\w+/g, "[^/]+");
}
