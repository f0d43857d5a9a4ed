import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { z } from "zod";
import { findNull } from "../../support/find-null.ts";

/** An answer as a client sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text; undefined where there was none (HEAD). */
  readonly body: unknown;
}

/** Holds answers against the API's own OpenAPI document. */
export interface Conformance {
  /** @throws where the document has no such answer, or another one */
  check(method: string, path: string, answer: Answer): void;
  /** What the document promises and no answer was checked against, as "POST /api/contacts 201". */
  unseen(): string[];
}

/** The parts of the document that are read here; ajv reads the schemas. */
const Response = z.looseObject({
  headers: z.record(z.string(), z.looseObject({ required: z.boolean().optional() })),
  content: z.record(z.string(), z.unknown()).optional(),
});
const Operation = z.looseObject({ responses: z.record(z.string(), Response) });
const Document = z.looseObject({
  openapi: z.literal("3.1.1"),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

const ROOT = "openapi.json";
/** OpenAPI can't say that a parameter takes the rest of the path. */
export const TAKE_SLASHES = new Set(["/api/v2/unsubscribes/variables/{value}", "/api/unsubscribes/{email}"]);

/** What every HTTP server sends, and no document declares. */
const OF_HTTP = new Set([
  "connection",
  "content-length",
  "content-type",
  "date",
  "keep-alive",
  "transfer-encoding",
]);

/** Compiles the document that `GET /openapi.json` answered. */
export function createConformance(json: unknown): Conformance {
  const document = Document.parse(json);
  const routes = Object.entries(document.paths)
    .map(([path, operations]) => ({
      path,
      operations,
      matches: new RegExp(`^${path.replace(/\{\w+\}/g, TAKE_SLASHES.has(path) ? ".+" : "[^/]+")}$`),
    }))
    // OpenAPI: `/api/contacts/merge` before `/api/contacts/{idOrEmail}`.
    .toSorted((a, b) => parametersIn(a.path) - parametersIn(b.path));
  const ajv = validatorOf(json);
  const seen = new Set<string>();

  function checkBody(what: string, schema: string, body: unknown): void {
    const validate = ajv.getSchema(`${ROOT}#${schema}`);
    if (!validate) throw new Error(`${what}: the document has no schema ${schema}`);
    if (!validate(body))
      throw new Error(
        `${what} isn't as documented: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
      );
  }

  /** Of a route that isn't there, or not with this method, nobody documents the answer: it is an error like others. */
  function checkNoRoute(what: string, hasPath: boolean, { status, headers, body }: Answer): void {
    requireType(what, headers, ["application/json"]);
    const expected = [hasPath ? 405 : 404, 501, 401, 429];
    if (!expected.includes(status)) throw new Error(`${what} is not documented: ${JSON.stringify(body)}`);
    if (status === 405 && !headers.has("allow")) throw new Error(`${what} doesn't say what is allowed`);
    checkBody(what, "/components/schemas/ErrorBody", body);
  }

  return {
    check(method, path, answer) {
      const what = `${method} ${path} ${answer.status}`;
      checkEvery(what, answer);
      const route = routes.find(({ matches }) => matches.test(path));
      const verb = method === "HEAD" ? "get" : method.toLowerCase();
      const operation = route?.operations[verb];
      if (!route || !operation) return checkNoRoute(what, route !== undefined, answer);
      const response = operation.responses[answer.status];
      if (!response) throw new Error(`${what} is not documented: ${JSON.stringify(answer.body)}`);
      const type = response.content && requireType(what, answer.headers, Object.keys(response.content));
      for (const [name, header] of Object.entries(response.headers))
        if (header.required && !answer.headers.has(name)) throw new Error(`${what} lacks the header ${name}`);
      const declared = new Set(Object.keys(response.headers).map((name) => name.toLowerCase()));
      for (const [name] of answer.headers)
        if (!declared.has(name) && !OF_HTTP.has(name))
          throw new Error(`${what} has the header ${name}, which isn't documented`);
      if (type === undefined && (answer.body || answer.headers.has("content-type")))
        throw new Error(`${what} has a body`);
      if (method !== "HEAD" && type !== undefined)
        checkBody(what, schemaAt(route.path, verb, answer.status, type), answer.body);
      seen.add(`${verb.toUpperCase()} ${route.path} ${answer.status}`);
    },
    unseen() {
      const promised = routes.flatMap(({ path, operations }) =>
        Object.entries(operations).flatMap(([verb, { responses }]) =>
          Object.keys(responses).map((status) => `${verb.toUpperCase()} ${path} ${status}`),
        ),
      );
      return promised.filter((answer) => !seen.has(answer));
    },
  };
}

/** By the document's text. Every stack's API has the same one, and to compile its schemas takes a second. */
const validators = new Map<string, Ajv2020>();

function validatorOf(document: unknown): Ajv2020 {
  const text = JSON.stringify(document);
  const known = validators.get(text);
  if (known) return known;
  // The document holds more than schemas, so not in strict mode.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajvFormats.default(ajv);
  ajv.addSchema({ ...Document.parse(document), $id: ROOT });
  validators.set(text, ajv);
  return ajv;
}

function parametersIn(path: string): number {
  return path.split("{").length - 1;
}

/** What holds for every answer, whatever the OpenAPI document says. */
function checkEvery(what: string, { headers, body }: Answer): void {
  if (!headers.get("x-request-id")) throw new Error(`${what} has no X-Request-Id`);
  if (headers.get("x-content-type-options") !== "nosniff") throw new Error(`${what} may be sniffed`);
  if (headers.get("cache-control") !== "no-store") throw new Error(`${what} may be kept on its way`);
  const path = findNull(body, "body");
  if (path !== undefined) throw new Error(`${what} has null at ${path}: a field without a value is left out`);
}

/** JSON by its plain name; what isn't JSON may say its charset. */
function requireType(what: string, headers: Headers, documented: readonly string[]): string {
  const given = headers.get("content-type") ?? "none";
  const type = documented.find((name) =>
    name === "application/json" ? given === name : given.split(";", 1)[0] === name,
  );
  if (type === undefined)
    throw new Error(`${what} has the content type ${given}, not ${documented.join(" or ")}`);
  return type;
}

/** A JSON pointer, as a part of a URI. */
function schemaAt(path: string, verb: string, status: number, type: string): string {
  const parts = ["paths", path, verb, "responses", String(status), "content", type, "schema"];
  return parts
    .map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("");
}
