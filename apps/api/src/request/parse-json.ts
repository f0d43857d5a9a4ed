import secureJson from "secure-json-parse";
import { ApiError } from "../errors/api-error.ts";

/** Arrays and objects within each other; our own bodies need two. */
const MAX_DEPTH = 8;

/**
 * Parses the text of a body: a JSON object, without `__proto__`, `constructor` and `prototype` as keys at
 * any depth (API.md, "Empty means …").
 * @throws ApiError INVALID_JSON
 */
export function parseJson(text: string): Record<string, unknown> {
  const body = parse(text);
  if (!isObject(body)) throw new ApiError("INVALID_JSON", "The body must be a JSON object.");
  refuseUnsafe(body, 1);
  return body;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return secureJson.parse(text, undefined, { protoAction: "error", constructorAction: "error" });
  } catch (cause) {
    throw new ApiError("INVALID_JSON", "The body is not valid JSON, or has a key that is refused.", {
      cause,
    });
  }
}

/** secure-json-parse lets plain `constructor` and `prototype` keys pass, so they are looked for here. */
function refuseUnsafe(value: object, depth: number): void {
  if (depth > MAX_DEPTH)
    throw new ApiError("INVALID_JSON", `The body is nested deeper than ${MAX_DEPTH} levels.`);
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype")
      throw new ApiError("INVALID_JSON", `The key ${key} is refused.`);
    if (typeof inner === "object" && inner !== null) refuseUnsafe(inner, depth + 1);
  }
}
