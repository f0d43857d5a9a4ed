import type { Handler } from "hono";
import { readConsoleFiles } from "../console/console-files.ts";
import type { ConsoleFile, ConsoleFiles, Encoding } from "../console/console-files.ts";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";

/**
 * Answers `GET /console` and whatever is below it: the files that were built, and the page itself for every other path,
 * which it knows its own pages by. The files are read when they are first asked for, and kept from then on.
 */
export function consolePages(): Handler<AppEnv> {
  let kept: Promise<ConsoleFiles> | undefined;
  return async (c) => {
    const reading = (kept ??= readConsoleFiles());
    const files = await reading.catch((error: unknown) => {
      if (kept === reading) kept = undefined;
      throw error;
    });
    const page = files.get("index.html");
    if (!page) {
      kept = undefined;
      return notBuilt(c);
    }
    const name = c.req.path.replace(/^\/console\/?/, "");
    const file = files.get(name);
    if (!file && name.startsWith("assets/")) throw new ApiError("NOT_FOUND", "There is no such file.");
    return answer(c, file ?? page);
  };
}

/** Everything comes from this server, and nothing runs inline. No text becomes markup or a script. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

function headersOf(c: AppContext): Record<string, string> {
  return {
    ...EVERY_ANSWER,
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Request-Id": c.get("requestId"),
  };
}

function answer(c: AppContext, file: ConsoleFile): Response {
  const encoding = encodingOf(c.req.header("accept-encoding") ?? "", file);
  const etag = `"${file.etag}-${encoding}"`;
  const headers = {
    ...headersOf(c),
    "Cache-Control": file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
    Vary: "Accept-Encoding",
    ETag: etag,
  };
  const known = (c.req.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known.includes(etag)) return new Response(null, { status: 304, headers });
  const body = file.bodies[encoding] ?? new Uint8Array();
  return new Response(body, {
    headers: {
      ...headers,
      "Content-Type": file.type,
      "Content-Length": String(body.length),
      ...(encoding !== "identity" && { "Content-Encoding": encoding }),
    },
  });
}

/** The smallest that the browser takes. One that takes an encoding with `;q=0` doesn't. */
function encodingOf(accepted: string, { bodies }: ConsoleFile): Encoding {
  const taken = accepted.split(",").map((each) => each.trim().toLowerCase());
  const takes = (encoding: Encoding) =>
    bodies[encoding] !== undefined &&
    taken.some(
      (each) => each === encoding || (each.startsWith(`${encoding};`) && !/;\s*q=0(?:\.0*)?$/.test(each)),
    );
  return takes("br") ? "br" : takes("gzip") ? "gzip" : "identity";
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <title>Onefold</title>
  <p>The console isn't built: run <code>npm run console:build</code> where Onefold is installed, then reload this page.</p>
</html>
`;

function notBuilt(c: AppContext): Response {
  return new Response(NOT_BUILT, {
    status: 503,
    headers: { ...headersOf(c), "Content-Type": "text/html; charset=utf-8", "Retry-After": "5" },
  });
}
