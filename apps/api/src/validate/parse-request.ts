import type { z } from "zod";
import { createProblems, shorten } from "./problems.ts";
import { validationError } from "./validation-error.ts";

/** What each field of a request takes, as the end of a sentence. */
type Expected<Schema extends z.ZodObject> = Readonly<Record<keyof Schema["shape"], string>>;

/**
 * Checks a body by the schema of a route that isn't an upsert.
 * @throws ApiError INVALID_REQUEST with all its problems
 */
export function parseRequest<Schema extends z.ZodObject>(
  schema: Schema,
  body: Readonly<Record<string, unknown>>,
  expected: Expected<Schema>,
): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields = Object.keys(schema.shape);
  const sentences = new Map(Object.entries<string>(expected));
  const problems = createProblems();
  const seen = new Set<string>();
  const add = (path: string, message: string) => {
    if (!seen.has(path)) problems.add(path, "INVALID_REQUEST", message);
    seen.add(path);
  };
  for (const issue of result.error.issues) {
    const [field, ...inner] = issue.path;
    if (field === undefined && issue.code === "unrecognized_keys")
      for (const key of issue.keys)
        add(key, `${shorten(key)} is no field of this request: it takes ${listed(fields)}.`);
    else {
      const name = String(field);
      add(pathOf(name, inner), `${name} takes ${sentences.get(name)}.`);
    }
  }
  throw validationError(problems.inOrder(new Map(fields.map((field, index) => [field, index]))));
}

/**
 * Checks a body whose fields are all optional: one of them must be there.
 * @throws ApiError INVALID_REQUEST with all its problems
 */
export function parsePatch<Schema extends z.ZodObject>(
  schema: Schema,
  body: Readonly<Record<string, unknown>>,
  expected: Expected<Schema>,
): z.infer<Schema> {
  const change = parseRequest(schema, body, expected);
  if (Object.keys(body).length > 0) return change;
  const message = `Give at least one of ${listed(Object.keys(schema.shape))}.`;
  throw validationError([{ path: "", code: "INVALID_REQUEST", message }]);
}

/** Writes a path such as `scopes[1]` or `rateLimit.requests`. */
function pathOf(field: string, inner: readonly PropertyKey[]): string {
  return inner.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : `${path}.${String(key)}`),
    field,
  );
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
