import { ROUTES } from "../../../apps/api/src/app.ts";
import { nameOf } from "../../../apps/api/src/mount-routes.ts";
import { ANYONE } from "../../../apps/api/src/route.ts";
import type { Route } from "../../../apps/api/src/route.ts";
import type { Names } from "../../e2e/tenancy/support/names.ts";

/** A request as a route's declaration has it. */
export interface RouteRequest {
  readonly route: Route;
  /** As "POST /api/contacts". */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Of its first media type, JSON where it takes that. */
  readonly body: { readonly type: string; readonly text: string } | undefined;
}

/** Every route that asks for a key: a new one is attacked as soon as app.ts lists it. */
export const GUARDED: readonly Route[] = ROUTES.filter(({ scopes }) => scopes !== ANYONE);

/** The request that the route's example shows, for what the team has. */
export function requestOf(route: Route, named: Names): RouteRequest {
  return {
    route,
    name: nameOf(route),
    method: route.method,
    path: route.path.replace(/:(\w+)/g, (_, parameter: string) =>
      encodeURIComponent(valueOf(route.path, parameter, named)),
    ),
    body: bodyOf(route),
  };
}

/** What a parameter of a path names; of one that isn't known here, nothing. */
function valueOf(path: string, parameter: string, named: Names): string {
  if (parameter === "id") return ID_OF.find(([part]) => path.includes(part))?.[1](named) ?? named.job;
  return PARAMETERS[parameter]?.(named) ?? "nothing";
}

/** What `id` is the id of: of a job, unless the path says otherwise. */
const ID_OF: readonly (readonly [part: string, id: (named: Names) => string])[] = [
  ["/keys/", ({ keyId }) => keyId],
  ["/users/", ({ user }) => user],
  ["/webhooks/", ({ webhook }) => webhook],
  ["/hooks/", ({ hook }) => hook],
];

const PARAMETERS: Readonly<Record<string, (named: Names) => string>> = {
  idOrEmail: ({ email }) => email,
  idOrDomain: ({ domain }) => domain,
  contactId: ({ contact }) => contact,
  email: ({ alias }) => alias,
  jobId: ({ mergeJob }) => mergeJob,
  userId: ({ user }) => user,
  entity: () => "contact",
  name: ({ field }) => field,
};

function bodyOf({ request: { body = {} } }: Route): RouteRequest["body"] {
  const [type, content] =
    Object.entries(body).find(([each]) => each === "application/json") ?? Object.entries(body)[0] ?? [];
  if (type === undefined || !content) return undefined;
  const { example } = content;
  return { type, text: typeof example === "string" ? example : JSON.stringify(example) };
}
