import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { ANYONE } from "../route.ts";
import type { Answer, Named, Route } from "../route.ts";
import { errorAnswers, responseOf } from "./answers.ts";
import { tagOf } from "./tags.ts";

/** Every route under `/api` can answer these. */
const ALWAYS = ["401", "403", "429", "500", "503"] as const;

/** Gives the routes as the document has them. */
export function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, path) };
  }
  return paths;
}

function operationOf(route: Route, path: string): ZodOpenApiOperationObject {
  const { operationId, summary, description, request, answers, errors } = route;
  const tag = tagOf(path);
  const { params, query, headers, body } = request;
  return {
    operationId,
    summary,
    ...(description !== undefined && { description }),
    ...(tag !== undefined && { tags: [tag] }),
    ...securityOf(route),
    ...((params ?? query ?? headers) && {
      requestParams: {
        ...(params && { path: z.object(params) }),
        ...(query && { query: z.object(query) }),
        ...(headers && { header: z.object(headers) }),
      },
    }),
    ...(body && { requestBody: { required: true, content: body } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, each]) => [status, responseOf(each)])),
      ...errorAnswers(path.startsWith("/api/") ? [...errors, ...ALWAYS] : errors, optionalHeaders(answers)),
    },
  };
}

/** What a route may tell beside an answer, it may tell beside an error too. */
function optionalHeaders(answers: Route["answers"]): Named {
  const all = Object.values(answers).flatMap(({ headers }: Answer) => Object.entries(headers));
  return Object.fromEntries(all.filter(([, schema]) => schema.safeParse(undefined).success));
}

/** Gives the security of a route, if it isn't the document's own. */
function securityOf({ scopes, asksForKey }: Route): Pick<ZodOpenApiOperationObject, "security"> {
  if (scopes === ANYONE) return { security: [] };
  return asksForKey === "optional" ? { security: [{}, { bearer: [] }, { basic: [] }] } : {};
}
