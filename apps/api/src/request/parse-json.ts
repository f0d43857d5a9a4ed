import { COLUMNS_MAX } from "@onefold/contract";
import { isStackable, MARKS_MAX } from "@onefold/identity";
import secureJson from "secure-json-parse";
import { ApiError } from "../errors/api-error.ts";
import { isObject } from "./is-object.ts";
import { jsonFault } from "./json-fault.ts";

/** The most levels of arrays and objects. Our own bodies need two. */
const MAX_DEPTH = 8;

/**
 * Parses the text of a body. It must be a JSON object without `__proto__`, `constructor` and `prototype` as keys at any
 * depth.
 * @param what names the text in messages
 * @throws ApiError INVALID_JSON
 */
export function parseJson(text: string, what = "The body"): Record<string, unknown> {
  return safeObject(parse(text, what), what);
}

/**
 * Checks the same in JSON that was parsed elsewhere.
 * @throws ApiError INVALID_JSON
 */
export function safeObject(value: unknown, what: string): Record<string, unknown> {
  if (!isObject(value)) throw new ApiError("INVALID_JSON", `${what} must be a JSON object.`);
  refuseUnsafe(value, what, 1);
  return value;
}

function parse(text: string, what: string): unknown {
  try {
    return secureJson.parse(text, undefined, { protoAction: "error", constructorAction: "error" });
  } catch (cause) {
    // secure-json-parse passes over a byte order mark, so it is left out here too.
    const fault = jsonFault(text.replace(/^\uFEFF/, ""));
    const message =
      fault === undefined ? `${what} has a key that is refused.` : `${what} is not valid JSON: ${fault}.`;
    throw new ApiError("INVALID_JSON", message, { cause });
  }
}

/** secure-json-parse lets plain `constructor` and `prototype` keys pass, so they are looked for here. */
function refuseUnsafe(value: object, what: string, depth: number): void {
  if (depth > MAX_DEPTH)
    throw new ApiError("INVALID_JSON", `${what} is nested deeper than ${MAX_DEPTH} levels.`);
  const members = Object.entries(value);
  if (members.length > COLUMNS_MAX)
    throw new ApiError(
      "INVALID_JSON",
      `${what} has an object or a list of more than ${COLUMNS_MAX} members: ${members.length}.`,
    );
  for (const [key, inner] of members) {
    if (key === "__proto__" || key === "constructor" || key === "prototype")
      throw new ApiError("INVALID_JSON", `The key ${key} is refused.`);
    if (!isStackable(key) || (typeof inner === "string" && !isStackable(inner)))
      throw new ApiError("INVALID_JSON", `${what} has a text with more than ${MARKS_MAX} accents in a row.`);
    if (typeof inner === "object" && inner !== null) refuseUnsafe(inner, what, depth + 1);
  }
}
