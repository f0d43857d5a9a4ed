import type { Handler } from "hono";
import { createDocsFiles } from "../docs/docs-files.ts";
import type { DocsFile } from "../docs/docs-files.ts";
import { codingOf } from "../compress/coding-of.ts";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";

/**
 * Answers `GET /docs` and `GET /docs/{file}`: the reference page. The page is made from /openapi.json, which therefore
 * doesn't list it.
 */
export function docs(): Handler<AppEnv> {
  const fileOf = createDocsFiles();
  return async (c) => {
    const file = await fileOf(c.req.param("file") ?? "");
    if (!file) throw new ApiError("NOT_FOUND", "There is no such route.");
    return await answer(c, file);
  };
}

/** Everything comes from this server, and nothing runs inline. Swagger UI's icons are data in its stylesheet. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

async function answer(c: AppContext, file: DocsFile): Promise<Response> {
  const { type } = file;
  const coding = type.startsWith("text/") ? codingOf(c, file.body.length) : undefined;
  const { etag, body } = coding === undefined ? file : await file.encoded(coding);
  const headers = {
    ...EVERY_ANSWER,
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    // Browsers keep the files but ask again each time, so that after an update the page and its scripts are of one
    // version.
    "Cache-Control": "no-cache",
    ETag: etag,
    "X-Request-Id": c.get("requestId"),
  };
  if (isFresh(c.req.header("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(body, {
    headers: {
      ...headers,
      "Content-Type": type,
      "Content-Length": String(body.length),
      ...(coding !== undefined && { "Content-Encoding": coding }),
    },
  });
}

/** Weak tags are compared too, as a proxy that compresses makes tags weak. */
function isFresh(given: string | undefined, etag: string): boolean {
  const tags = (given ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
