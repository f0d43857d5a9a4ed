import type { Handler } from "hono";
import { findJob } from "../jobs/find-job.ts";
import { notBatch } from "../jobs/not-batch.ts";
import { retryJob } from "../jobs/retry-job.ts";
import { presentBatch } from "../present/batch.ts";
import type { AppEnv } from "../request/app-env.ts";
import { knownQuery } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `POST /api/jobs/{id}/retry`: its rejected rows again, as a new job. */
export function retryJobRoute(services: Services): Handler<AppEnv, "/api/jobs/:id/retry"> {
  return async (c) => {
    knownQuery(c, []);
    const found = await findJob(services, readJobId(c, services, c.req.param("id"), "steer"));
    if (found.kind === "single") throw notBatch("can't be retried: send the request again");
    const { job, rows } = await retryJob(c, services, found.job);
    const body = presentBatch(job, { ...rows, takenBefore: 0 });
    return reply(c, 202, body, { Location: body.job.url });
  };
}
