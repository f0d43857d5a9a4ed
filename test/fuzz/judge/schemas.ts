import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import type { ApiDocument, Operation } from "../document/read-document.ts";

/** Holds a body against the schema that the document has for an answer. */
export interface Schemas {
  /** @returns what is wrong with it */
  ofAnswer(operation: Operation, status: number, type: string, body: unknown): string | undefined;
  ofError(body: unknown): string | undefined;
}

const ROOT = "openapi.json";

export function createSchemas({ json }: ApiDocument): Schemas {
  // The document holds more than schemas, so not in strict mode.
  const ajv = new Ajv2020({ strict: false });
  ajvFormats.default(ajv);
  ajv.addSchema({ ...json, $id: ROOT });

  const compiled = new Map<string, ReturnType<typeof ajv.getSchema>>();

  function validatorOf(pointer: string) {
    const known = compiled.get(pointer) ?? ajv.getSchema(`${ROOT}#${pointer}`);
    compiled.set(pointer, known);
    return known;
  }

  function check(pointer: string, body: unknown): string | undefined {
    const validate = validatorOf(pointer);
    if (!validate) return `the document has no schema ${pointer}`;
    return validate(body) ? undefined : ajv.errorsText(validate.errors);
  }

  return {
    ofAnswer: ({ path, method }, status, type, body) =>
      check(
        pointerOf(
          "paths",
          path,
          method.toLowerCase(),
          "responses",
          String(status),
          "content",
          type,
          "schema",
        ),
        body,
      ),
    ofError: (body) => check("/components/schemas/ErrorBody", body),
  };
}

/** A JSON pointer, as a part of a URI. */
function pointerOf(...parts: readonly string[]): string {
  return parts
    .map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`)
    .join("");
}
