import { ErrorBody, ErrorCode } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { codesOf, httpStatus } from "../errors/http-status.ts";
import type { ErrorStatus } from "../errors/http-status.ts";
import { errorExampleRef } from "./error-examples.ts";
import { limitedHeaders, limitHeaders } from "./limit-headers.ts";

const headers = {
  "X-Request-Id": z.string().meta({
    description: "The client's own where it is sane, else ours.",
    header: { id: "X-Request-Id" },
  }),
  ...limitHeaders,
};

/** A JSON answer of that schema. */
export function answer(
  description: string,
  schema: z.ZodType,
  more: Readonly<Record<string, z.ZodType>> = {},
): ZodOpenApiResponseObject {
  return {
    description,
    headers: z.object({ ...headers, ...more }),
    content: { "application/json": { schema } },
  };
}

const ERRORS = {
  400: "The request is wrong; `details` lists all problems of a body, the first one giving the code.",
  401: "The API key is missing or wrong.",
  403: "The user of the API key is blocked, or the key lacks the scope.",
  404: "There is no such record, job or route.",
  405: "The route doesn't take this method.",
  409: "What the team has already stands against it.",
  410: "It was there, and is no longer kept.",
  413: "The body is too large.",
  415: "The body isn't JSON.",
  422: "The request could be read, but not be done.",
  429: "A limit of the API key or its team is reached.",
  500: "Something went wrong here.",
  503: "The store is down, slow or nearly full. After a POST the outcome can be unknown: retry.",
} as const satisfies Record<ErrorStatus, string>;

/**
 * Error answers: by a status with all its codes, or by the codes that the route can answer.
 * 401, 403, 429, 500 and 503 go with every route under `/api`.
 */
export function errors(...named: readonly (`${ErrorStatus}` | ErrorCode)[]): ZodOpenApiResponsesObject {
  return onlyErrors(...named, "401", "403", "429", "500", "503");
}

/** Those that are named, and no others. */
export function onlyErrors(...named: readonly (`${ErrorStatus}` | ErrorCode)[]): ZodOpenApiResponsesObject {
  const codes = named.flatMap((name) => {
    const code = ErrorCode.safeParse(name);
    return code.success ? [code.data] : codesOf(Number(name));
  });
  const statuses = [...new Set(codes.map(httpStatus))];
  return Object.fromEntries(
    statuses.map((status) => {
      const own = [...new Set(codes)].filter((code) => httpStatus(code) === status);
      return [status, errorAnswer(status, own)];
    }),
  );
}

function errorAnswer(status: ErrorStatus, codes: readonly ErrorCode[]): ZodOpenApiResponseObject {
  const names = codes.map((code) => `\`${code}\``).join(", ");
  const examples = Object.fromEntries(codes.map((code) => [code, errorExampleRef(code)]));
  return {
    ...answer(`${ERRORS[status]} (${names})`, ErrorBody, headersOf(status)),
    content: { "application/json": { schema: ErrorBody, examples } },
  };
}

function headersOf(status: ErrorStatus): Record<string, z.ZodType> {
  if (status === 401) return { "WWW-Authenticate": z.string() };
  if (status === 429) return limitedHeaders;
  if (status === 503) return { "Retry-After": z.string() };
  return {};
}
