import { BatchAcceptedAnswer } from "@onefold/contract";
import { z } from "zod";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE_LATER } from "../openapi/samples/ids.ts";
import { presentUpload } from "../present/upload-accepted.ts";
import { knownQuery } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { findJob } from "./find-job.ts";
import { notUpload } from "./not-upload.ts";
import { retryJob } from "./retry-job.ts";
import { JOB_PARAMETER } from "./samples.ts";

const RETRIED = json(BatchAcceptedAnswer, {
  success: true,
  job: {
    id: "job_03yHWd5kqWMLgYlcLRgLvn3y2ivkm6",
    status: "queued",
    url: "/api/jobs/job_03yHWd5kqWMLgYlcLRgLvn3y2ivkm6",
    acceptedAt: SAMPLE_LATER,
  },
  rows: { read: 150, accepted: 148, rejected: 2 },
});

export const retryJobRoute = defineRoute({
  method: "POST",
  path: "/api/jobs/:id/retry",
  scopes: ["upload"],
  operationId: "retryJob",
  summary: "Send the rejected rows of a batch again",
  description:
    "As a new job with the same options, whose `retryOf` names this one. They are judged anew: what was registered " +
    "or created since counts. Those that have to be mended are downloaded with `outcome=rejected` and uploaded.",
  request: { params: JOB_PARAMETER },
  answers: {
    202: answer("Accepted and durable, to be applied soon.", RETRIED, { Location: z.string() }),
  },
  errors: [
    "INVALID_REQUEST",
    "NOT_FOUND",
    "JOB_NOT_ENDED",
    "JOB_NOT_BATCH",
    "NOTHING_TO_RETRY",
    "UPLOAD_STOPPED",
    "JOB_EXPIRED",
  ],
  async handle(c, services) {
    knownQuery(c, {});
    const found = await findJob(services, readJobId(c, services, c.req.param("id"), "steer"));
    if (found.kind === "single") throw notUpload("can't be retried: send the request again");
    const { job, rows } = await retryJob(c, services, found.job);
    const body = presentUpload(job, { ...rows, takenBefore: 0 });
    return reply(c, 202, body, { Location: body.job.url });
  },
});
