import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "./app-env.ts";

/** The query of what a read replica may answer. */
export const AT_LEAST_QUERY = {
  atLeast: z
    .int()
    .nonnegative()
    .optional()
    .meta({
      description:
        "A `clock` that an answer, a job or a result has told: shows at least what was written by then. Without it, where " +
        "the service has a read replica, the last seconds may be missing.",
    }),
};

/**
 * Reads the clock that an answer must have. Who knows a clock knows it from after the commit, and the primary shows what
 * is committed: so it needn't be compared with anything there.
 * @throws ApiError INVALID_REQUEST for what can be no clock
 */
export function readAtLeast(c: AppContext): number | undefined {
  const given = c.req.queries("atLeast");
  if (given === undefined) return undefined;
  const clock = given.length === 1 && /^\d{1,16}$/.test(given[0] ?? "") ? Number(given[0]) : NaN;
  if (!Number.isSafeInteger(clock))
    throw new ApiError(
      "INVALID_REQUEST",
      "The query parameter atLeast takes one clock, as an answer tells it.",
    );
  return clock;
}
