import { z } from "zod";

/** A route of the OpenAPI document. */
export interface DocumentedRoute {
  /** As "GET /api/contacts/{idOrEmail}". */
  readonly route: string;
  /** The parameters of its path, query and headers. */
  readonly parameters: readonly string[];
}

const Parameter = z.union([
  z.looseObject({ name: z.string() }),
  z.looseObject({ $ref: z.string() }).transform(({ $ref }) => ({ name: $ref.split("/").at(-1) ?? "" })),
]);
const Document = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ parameters: z.array(Parameter).optional() })),
  ),
});

export function documentedRoutes(openapi: unknown): DocumentedRoute[] {
  return Object.entries(Document.parse(openapi).paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([verb, { parameters = [] }]) => ({
      route: `${verb.toUpperCase()} ${path}`,
      parameters: parameters.map(({ name }) => name),
    })),
  );
}
