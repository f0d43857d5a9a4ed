import type { OnConflict } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "./app-env.ts";
import { queryChoice } from "./query.ts";

const KNOWN = ["onConflict", "dryRun"];

export interface UpsertOptions {
  readonly onConflict: OnConflict;
  /** The answer only: nothing is written or queued. */
  readonly dryRun: boolean;
}

/**
 * The query of an upsert; where it doesn't say, the team's own choice holds. A parameter that we don't know
 * is refused rather than ignored: a misspelt `dryRun=true` would write.
 * @throws ApiError INVALID_REQUEST
 */
export function readUpsertOptions(c: AppContext): UpsertOptions {
  const { onConflict } = c.get("key");
  if (!c.req.url.includes("?")) return { onConflict, dryRun: false };
  const unknown = Object.keys(c.req.query()).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    throw new ApiError(
      "INVALID_REQUEST",
      `There is no such query parameter here; known are: ${KNOWN.join(", ")}.`,
    );
  return {
    onConflict: queryChoice(c, "onConflict", ["prefer", "strict", "merge"]) ?? onConflict,
    dryRun: queryChoice(c, "dryRun", ["true", "false"]) === "true",
  };
}
