import { ErrorBody } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from "zod-openapi";

const headers = {
  "X-Request-Id": z.string().meta({ description: "The client's own where it is sane, else ours." }),
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
  "400": "The request is wrong; `details` lists all its problems, the first one giving the code.",
  "401": "The API key is missing or wrong.",
  "403": "The user of the API key is blocked.",
  "404": "There is no such record, job or route.",
  "409": "The identifiers name several records (`onConflict=strict`), or the name is taken.",
  "410": "The job is past the retention of receipts.",
  "413": "The body is too large.",
  "415": "The body isn't JSON.",
  "422": "The values were accepted, but can't be stored.",
  "500": "Something went wrong here.",
  "503": "The store is down, slow or nearly full. After a POST the outcome is unknown: retry.",
} as const;

/** Error answers by status; 401, 403, 500 and 503 go with every route under `/api`. */
export function errors(...statuses: readonly (keyof typeof ERRORS)[]): ZodOpenApiResponsesObject {
  const all = [...statuses, "401", "403", "500", "503"] as const;
  return Object.fromEntries(
    all.map((status) => [status, answer(ERRORS[status], ErrorBody, headersOf(status))]),
  );
}

function headersOf(status: string): Record<string, z.ZodType> {
  if (status === "401") return { "WWW-Authenticate": z.string() };
  if (status === "503") return { "Retry-After": z.string() };
  return {};
}
