import type { createDocument } from "zod-openapi";
import { describeCodes } from "./describe-codes.ts";
import { EXAMPLES } from "./examples.ts";
import type { OperationExamples } from "./examples/operation-examples.ts";
import { tagOf, tagsOf } from "./tags.ts";

export type Document = ReturnType<typeof createDocument>;
type PathItem = NonNullable<Document["paths"]>[string];
type Operation = NonNullable<PathItem["get"]>;
type Content = NonNullable<Extract<Operation["requestBody"], { content: unknown }>>["content"];

const JSON_TYPE = "application/json";
const VERBS = ["get", "post", "put", "patch", "delete"] as const;

/** Gives the document what is the same for every route: groups, examples, the meaning of the codes. */
export function completeDocument(document: Document): Document {
  const paths = document.paths ?? {};
  for (const [path, item] of Object.entries(paths)) for (const verb of VERBS) complete(path, item[verb]);
  document.tags = tagsOf(Object.keys(paths));
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    const description = describeCodes(name);
    if (description !== undefined && typeof schema === "object") schema.description = description;
  }
  dropUnusedExamples(document);
  return document;
}

function complete(path: string, operation: Operation | undefined): void {
  if (!operation) return;
  const tag = tagOf(path);
  if (tag !== undefined) operation.tags ??= [tag];
  const examples = EXAMPLES[operation.operationId ?? ""];
  if (examples) addExamples(operation, examples);
}

/** What a route's own file says stands. */
function addExamples(operation: Operation, examples: OperationExamples): void {
  const { params = {}, request, answers = {}, texts = {} } = examples;
  for (const parameter of operation.parameters ?? [])
    if ("name" in parameter && parameter.name in params) parameter.example ??= params[parameter.name];
  if (operation.requestBody && "content" in operation.requestBody)
    addExample(operation.requestBody.content, { [JSON_TYPE]: request });
  for (const [status, response] of Object.entries(operation.responses ?? {}))
    if ("content" in response) addExample(response.content, { [JSON_TYPE]: answers[status], ...texts });
}

function addExample(content: Content, values: Readonly<Record<string, unknown>>): void {
  for (const [type, media] of Object.entries(content))
    if (!("$ref" in media) && media.examples === undefined && values[type] !== undefined)
      media.example ??= values[type];
}

/** Codes that no documented answer has, such as METHOD_NOT_ALLOWED. */
function dropUnusedExamples({ paths, components }: Document): void {
  const used = JSON.stringify(paths);
  for (const name of Object.keys(components?.examples ?? {}))
    if (!used.includes(`"#/components/examples/${name}"`)) delete components?.examples?.[name];
}
