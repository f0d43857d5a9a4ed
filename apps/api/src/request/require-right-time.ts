import type { MiddlewareHandler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import type { Services } from "../services.ts";
import type { AppEnv } from "./app-env.ts";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses what would be accepted while this process's clock is wrong. Reads go on. */
export function requireRightTime({ clock }: Pick<Services, "clock">): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const problem = READS.has(c.req.method) ? undefined : clock.problem();
    if (problem)
      throw new ApiError(
        "UNAVAILABLE",
        "The clock of this server is wrong, so it accepts nothing until that is mended. Nothing was done: retry, " +
          "with the same Idempotency-Key where it has one.",
        { headers: { "Retry-After": "10" }, cause: new Error(problem.what) },
      );
    await next();
  };
}
