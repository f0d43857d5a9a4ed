import openapiTypescript, { astToString } from "openapi-typescript";

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly unknown[];
}

interface Document {
  readonly components?: { readonly schemas?: object };
  readonly paths?: Readonly<Record<string, object>>;
}

/**
 * Makes the client's types of the OpenAPI document: the file `src/generated/openapi.ts`. They are the schemas, and the
 * parameters of each operation: the headers and the errors of every answer would make it ten times as long.
 */
export async function documentTypes({ components, paths }: Document): Promise<string> {
  const document = {
    openapi: "3.1.1",
    info: { title: "Onefold", version: "0" },
    components: { schemas: components?.schemas },
    paths: Object.fromEntries(
      Object.entries(paths ?? {}).map(([path, operations]) => [path, parametersOf(operations)]),
    ),
  };
  const nodes = await openapiTypescript(JSON.stringify(document), {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  return `${HEAD}\n${astToString(nodes)}`;
}

function parametersOf(operations: object): object {
  return Object.fromEntries(
    Object.entries(operations).map(([method, { operationId, parameters }]: [string, Operation]) => [
      method,
      { operationId, ...(parameters && { parameters }), responses: {} },
    ]),
  );
}

const HEAD = "// Made of the OpenAPI document by scripts/write-pages.ts.\n";
