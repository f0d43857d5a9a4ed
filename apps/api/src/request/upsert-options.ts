import type { OnConflict } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "./app-env.ts";
import { queryChoice } from "./query.ts";

const KNOWN = ["onConflict", "dryRun"];

/**
 * The query of an upsert. A parameter that we don't know is refused rather than ignored: a misspelt
 * `dryRun=true` would write.
 * @throws ApiError INVALID_REQUEST
 */
export function readOnConflict(c: AppContext): OnConflict {
  if (c.req.header("idempotency-key") !== undefined) throw notYet("The header Idempotency-Key");
  if (!c.req.url.includes("?")) return "prefer";
  const unknown = Object.keys(c.req.query()).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    throw new ApiError(
      "INVALID_REQUEST",
      `There is no such query parameter here; known are: ${KNOWN.join(", ")}.`,
    );
  if (queryChoice(c, "dryRun", ["true", "false"]) === "true") throw notYet("dryRun=true");
  const onConflict = queryChoice(c, "onConflict", ["prefer", "strict", "merge"]) ?? "prefer";
  if (onConflict === "merge") throw notYet("onConflict=merge");
  return onConflict;
}

function notYet(what: string): ApiError {
  return new ApiError("INVALID_REQUEST", `${what} is not supported yet; the request was not applied.`);
}
