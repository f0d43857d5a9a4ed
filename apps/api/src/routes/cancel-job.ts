import { cancelJob } from "@onefold/records";
import type { Handler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import { writing } from "../errors/writing.ts";
import { notBatch } from "../jobs/not-batch.ts";
import { presentBatchJob } from "../present/batch-job.ts";
import type { AppEnv } from "../request/app-env.ts";
import { knownQuery } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `POST /api/jobs/{id}/cancel`: what was committed stays, and nothing of the rest is applied once this has answered. */
export function cancelJobRoute(services: Services): Handler<AppEnv, "/api/jobs/:id/cancel"> {
  return async (c) => {
    knownQuery(c, []);
    const { teamId, jobId } = readJobId(c, services, c.req.param("id"), "steer");
    c.set("jobId", jobId);
    const outcome = await writing(() => cancelJob(services.slow.of(c), teamId, jobId));
    if (outcome.kind === "not-found") throw notBatch("can't be cancelled");
    if (outcome.kind === "ended")
      throw new ApiError("JOB_ENDED", `The job has ended already: it is ${outcome.job.status}.`);
    return reply(c, 200, presentBatchJob(outcome.job, services.clock.now()));
  };
}
