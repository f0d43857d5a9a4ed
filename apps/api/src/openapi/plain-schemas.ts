/** A schema as the document has it. */
export interface PlainSchema {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, PlainSchema>;
  additionalProperties?: boolean | PlainSchema;
  items?: PlainSchema;
  anyOf?: PlainSchema[];
  oneOf?: PlainSchema[];
}

type Content = Readonly<Record<string, { readonly schema: PlainSchema }>>;

/** What is read of an operation. */
interface PlainOperation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** What is read and rewritten of a document. */
export interface PlainDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, PlainOperation>>>>;
  readonly components: { readonly schemas: Record<string, PlainSchema> };
}

/**
 * Rewrites a document's schemas so that generated clients are good to use. What the API takes and answers doesn't
 * change: these are things that generators can't say, or say badly.
 *
 * - No `null`. The API answers none, and what is null in a request counts as not given: leave it out.
 * - A type for further properties would hold for the named ones too, in TypeScript: so further ones can be anything.
 * - Each object has a name of its own, after where it stands: `Job.upload` is a `JobUpload`.
 *
 * @throws Error where two different objects would have one name
 */
export function plainSchemas({ paths, components: { schemas } }: PlainDocument): void {
  const named = Object.entries(schemas);
  for (const [name, schema] of named) rewriteParts(schema, name);
  for (const operations of Object.values(paths))
    for (const operation of Object.values(operations))
      for (const [name, schema] of bodiesOf(operation)) rewrite(schema, name);

  function rewriteParts(schema: PlainSchema, name: string): void {
    dropNull(schema);
    if (schema.properties && isTyped(schema.additionalProperties)) schema.additionalProperties = true;
    for (const [part, child] of partsOf(schema, name)) rewrite(child, part);
  }

  function rewrite(schema: PlainSchema, name: string): void {
    rewriteParts(schema, name);
    if (!schema.properties) return;
    const moved = { ...schema };
    const known = schemas[name];
    if (known && JSON.stringify(known) !== JSON.stringify(moved))
      throw new Error(`Two objects of the OpenAPI document would be called ${name}: give one an id.`);
    schemas[name] = moved;
    for (const keyword of Object.keys(schema)) delete schema[keyword];
    schema.$ref = `#/components/schemas/${name}`;
  }
}

/** The bodies of an operation, by the name that an object gets which has none. */
function* bodiesOf({
  operationId,
  requestBody,
  responses,
}: PlainOperation): Generator<[name: string, PlainSchema]> {
  const name = capital(operationId);
  for (const { schema } of Object.values(requestBody?.content ?? {})) yield [`${name}Request`, schema];
  for (const { content } of Object.values(responses))
    for (const { schema } of Object.values(content ?? {})) yield [`${name}Answer`, schema];
}

function* partsOf(schema: PlainSchema, name: string): Generator<[name: string, PlainSchema]> {
  for (const [property, child] of Object.entries(schema.properties ?? {}))
    yield [`${name}${capital(property)}`, child];
  if (schema.items) yield [singular(name), schema.items];
  if (isTyped(schema.additionalProperties)) yield [singular(name), schema.additionalProperties];
  for (const [at, child] of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].entries())
    yield [at === 0 ? name : `${name}${at + 1}`, child];
}

function dropNull(schema: PlainSchema): void {
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== "null");
    const [only] = types;
    schema.type = types.length === 1 && only !== undefined ? only : types;
  }
  const rest = schema.anyOf?.filter(({ type }) => type !== "null");
  if (!rest || rest.length === schema.anyOf?.length) return;
  const [only] = rest;
  if (rest.length > 1 || !only) {
    schema.anyOf = rest;
    return;
  }
  delete schema.anyOf;
  // What is said beside it, such as a description, counts more than what it says of itself.
  for (const [keyword, value] of Object.entries(only)) schema[keyword] ??= value;
  dropNull(schema);
}

function isTyped(additional: PlainSchema["additionalProperties"]): additional is PlainSchema {
  return typeof additional === "object" && Object.keys(additional).length > 0;
}

function capital(word: string): string {
  return word.replace(/^_*(.)/, (_, first: string) => first.toUpperCase());
}

/** The name of one of several: a `Member` of `Members`. */
function singular(name: string): string {
  if (name.endsWith("sses")) return name.slice(0, -2);
  if (name.endsWith("ies")) return `${name.slice(0, -3)}y`;
  return name.endsWith("s") && !name.endsWith("ss") ? name.slice(0, -1) : `${name}Item`;
}
