import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";

const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Lets a request pass that a browser sends for a page of this server, and refuses what another site has it send. Browsers
 * say so by Sec-Fetch-Site; those that don't, as without TLS, by the Origin of what writes. Reads that were typed in, or
 * opened from outside the browser, pass too: they change nothing, and no other page can read their answer.
 * @throws ApiError FORBIDDEN
 */
export function requireOwnPage(c: AppContext): void {
  if (!isOwnPage(c))
    throw new ApiError(
      "FORBIDDEN",
      "The session of a browser is for the console's own pages: elsewhere send an API key.",
    );
}

function isOwnPage(c: AppContext): boolean {
  const reads = READS.has(c.req.method);
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || (reads && site === "none");
  const origin = c.req.header("origin");
  if (origin === undefined) return reads;
  return URL.parse(origin)?.host === c.req.header("host");
}
