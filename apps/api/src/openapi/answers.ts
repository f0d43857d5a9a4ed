import { ErrorBody, ErrorCode } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { CODINGS } from "../compress/choose-coding.ts";
import { codesOf, httpStatus } from "../errors/http-status.ts";
import type { ErrorStatus } from "../errors/http-status.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import type { Answer, Content, ErrorName, Named } from "../route.ts";
import { errorExampleRef } from "./error-examples.ts";
import { limitedHeaders, limitHeaders } from "./limit-headers.ts";

/** Every answer may have these headers. */
const HEADERS: Named = {
  "X-Request-Id": z.string().meta({
    description: "The client's own where it is sane, else ours.",
    header: { id: "X-Request-Id" },
  }),
  ...Object.fromEntries(
    Object.entries(EVERY_ANSWER).map(([name, value]) => [
      name,
      z.string().meta({ example: value, header: { id: name } }),
    ]),
  ),
  "Content-Encoding": z
    .enum(CODINGS)
    .optional()
    .meta({
      description: "Of a longer answer, where `Accept-Encoding` asks for it.",
      example: "gzip",
      header: { id: "Content-Encoding" },
    }),
  ...limitHeaders,
};

/** Declares an answer, with the headers that it has besides those of every answer. */
export function answer(description: string, content: Content, headers: Named = {}): Answer {
  return { description, headers, content };
}

/** Gives an answer as the document has it. */
export function responseOf({ description, headers, content }: Answer): ZodOpenApiResponseObject {
  return { description, headers: z.object({ ...HEADERS, ...headers }), ...(content && { content }) };
}

/** Declares an answer without a body. */
export function noContent(description: string): Answer {
  return { description, headers: {} };
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
  501: "The route is lemlist's, and no part of this service.",
  503: "The store is down, slow or nearly full. After a POST the outcome can be unknown: retry.",
} as const satisfies Record<ErrorStatus, string>;

/** Gives the answers of these errors, by status. Each of them may have the `optional` headers. */
export function errorAnswers(errors: readonly ErrorName[], optional: Named): ZodOpenApiResponsesObject {
  const codes = errors.flatMap((name) => {
    const code = ErrorCode.safeParse(name);
    return code.success ? [code.data] : codesOf(Number(name));
  });
  const statuses = [...new Set(codes.map(httpStatus))];
  return Object.fromEntries(
    statuses.map((status) => {
      const own = [...new Set(codes)].filter((code) => httpStatus(code) === status);
      return [status, errorAnswer(status, own, optional)];
    }),
  );
}

function errorAnswer(
  status: ErrorStatus,
  codes: readonly ErrorCode[],
  optional: Named,
): ZodOpenApiResponseObject {
  const names = codes.map((code) => `\`${code}\``).join(", ");
  const examples = Object.fromEntries(codes.map((code) => [code, errorExampleRef(code)]));
  return {
    description: `${ERRORS[status]} (${names})`,
    headers: z.object({ ...HEADERS, ...optional, ...headersOf(status) }),
    content: { "application/json": { schema: ErrorBody, examples } },
  };
}

function headersOf(status: ErrorStatus): Named {
  if (status === 401) return { "WWW-Authenticate": z.string() };
  if (status === 429) return limitedHeaders;
  if (status === 503) return { "Retry-After": z.string() };
  return {};
}
