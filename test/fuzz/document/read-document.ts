import { z } from "zod";
import { Schema } from "./schema.ts";

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly example: unknown;
}

/** An answer that an operation may give. */
interface DeclaredAnswer {
  readonly types: readonly string[];
  /** Headers that it always has, in small letters. */
  readonly headers: readonly string[];
}

/** One route with one method, as the document has it. */
export interface Operation {
  /** Such as `POST /api/contacts`. */
  readonly name: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The schemas of its body, by media type. */
  readonly bodies: ReadonlyMap<string, Schema>;
  /** By status. */
  readonly answers: ReadonlyMap<number, DeclaredAnswer>;
}

/** The OpenAPI document, as far as requests are made from it. */
export interface ApiDocument {
  readonly json: object;
  readonly operations: readonly Operation[];
  /** A schema without its reference. */
  resolve(schema: Schema): Schema;
}

const ParameterObject = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: Schema,
  example: z.unknown().optional(),
});
const Content = z.record(z.string(), z.looseObject({ schema: Schema }));
const OperationObject = z.looseObject({
  parameters: z.array(ParameterObject).optional(),
  requestBody: z.looseObject({ content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({
      headers: z.record(z.string(), z.looseObject({ required: z.boolean().optional() })).optional(),
      content: Content.optional(),
    }),
  ),
});
const DocumentObject = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), OperationObject)),
  components: z.looseObject({ schemas: z.record(z.string(), Schema) }),
});

const REF = "#/components/schemas/";

/** Reads what `GET /openapi.json` answered. */
export function readDocument(json: unknown): ApiDocument {
  const document = DocumentObject.parse(json);
  const { schemas } = document.components;
  return {
    json: document,
    operations: Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) =>
        operationOf(method.toUpperCase(), path, operation),
      ),
    ),
    resolve(schema) {
      let found = schema;
      while (found.$ref !== undefined) {
        const target = schemas[found.$ref.slice(REF.length)];
        if (!target) throw new Error(`the document has no ${found.$ref}`);
        found = target;
      }
      return found;
    },
  };
}

function operationOf(method: string, path: string, operation: z.infer<typeof OperationObject>): Operation {
  const { parameters = [], requestBody, responses } = operation;
  return {
    name: `${method} ${path}`,
    method,
    path,
    parameters: parameters.map(({ required = false, example, ...each }) => ({
      ...each,
      required,
      example: example ?? each.schema.example,
    })),
    bodies: new Map(Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema])),
    answers: new Map(
      Object.entries(responses).map(([status, { headers = {}, content = {} }]) => [
        Number(status),
        {
          types: Object.keys(content),
          headers: Object.entries(headers).flatMap(([name, { required }]) =>
            required === true ? [name.toLowerCase()] : [],
          ),
        },
      ]),
    ),
  };
}
