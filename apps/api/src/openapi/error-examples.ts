import { ERROR_MEANINGS, ErrorCode } from "@onefold/contract";
import type { ErrorBody, ErrorMeaning } from "@onefold/contract";
import type { ZodOpenApiExampleObject } from "zod-openapi";
import { errorBody } from "../errors/error-body.ts";

/** Makes an answer of each code, as a component of the document. The answers refer to them. */
export function errorExamples(): Record<string, ZodOpenApiExampleObject> {
  return Object.fromEntries(
    ErrorCode.options.map((code) => [
      code,
      { summary: ERROR_MEANINGS[code].meaning, value: errorExample(code) },
    ]),
  );
}

export function errorExampleRef(code: ErrorCode): { $ref: string } {
  return { $ref: `#/components/examples/${code}` };
}

function errorExample(code: ErrorCode): ErrorBody {
  const { message, path, detail = message, contactCount }: ErrorMeaning = ERROR_MEANINGS[code];
  const details = path === undefined ? [] : [{ path, code, message: detail }];
  return errorBody(code, message, details, contactCount === undefined ? {} : { contactCount });
}
