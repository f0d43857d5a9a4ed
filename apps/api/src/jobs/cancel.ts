import { Job } from "@onefold/contract";
import { presentUploadJob } from "@onefold/present";
import { cancelJob } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { writing } from "../errors/writing.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { knownQuery } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { notUpload } from "./not-upload.ts";
import { CANCELLED, JOB_PARAMETER } from "./samples.ts";

export const cancelJobRoute = defineRoute({
  method: "POST",
  path: "/api/jobs/:id/cancel",
  scopes: ["upload"],
  operationId: "cancelJob",
  summary: "Cancel a batch",
  description:
    "Rows that were committed stay; of the rest none is applied once this has answered. `counts` says how many.",
  request: { params: JOB_PARAMETER },
  answers: { 200: answer("Cancelled.", json(Job, CANCELLED)) },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "JOB_ENDED", "JOB_NOT_BATCH", "JOB_EXPIRED"],
  async handle(c, services) {
    knownQuery(c, {});
    const { teamId, jobId } = readJobId(c, services, c.req.param("id"), "steer");
    c.set("jobId", jobId);
    const outcome = await writing(() => cancelJob(services.slow.of(c), teamId, jobId));
    if (outcome.kind === "not-found") throw notUpload("can't be cancelled");
    if (outcome.kind === "ended")
      throw new ApiError("JOB_ENDED", `The job has ended already: it is ${outcome.job.status}.`);
    return reply(c, 200, presentUploadJob(c.get("key"), outcome.job, services.clock.now()));
  },
});
