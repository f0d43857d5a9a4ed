import { Job, WAIT_MAX_SECONDS } from "@onefold/contract";
import type { ItemRef } from "@onefold/contract";
import { presentUploadJob } from "@onefold/present";
import { readJobCsv } from "@onefold/records";
import type { StoredReceipt } from "@onefold/records";
import { z } from "zod";
import { watchKey } from "../auth/watch-key.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { CONTACT_CREATED } from "../openapi/samples/contact.ts";
import { SAMPLE, SAMPLE_CLOCK, SAMPLE_LATER, SAMPLE_TIME } from "../openapi/samples/ids.ts";
import { reading } from "../errors/reading.ts";
import { presentJob } from "../present/job.ts";
import { queryNumber } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import type { Services } from "../services.ts";
import { findJob } from "./find-job.ts";
import { JOB_PARAMETER, JOB_SCOPES } from "./samples.ts";
import { untilEnded } from "./until-ended.ts";

const UPSERTED = json(Job, {
  id: SAMPLE.jobId,
  kind: "upsert",
  status: "completed",
  acceptedAt: SAMPLE_TIME,
  finishedAt: SAMPLE_LATER,
  counts: {
    total: 1,
    pending: 0,
    created: 1,
    updated: 0,
    unmodified: 0,
    rejected: 0,
    cancelled: 0,
    conflicts: 0,
  },
  clock: SAMPLE_CLOCK,
  httpStatus: 201,
  result: CONTACT_CREATED,
});

const wait = z
  .int()
  .min(0)
  .max(WAIT_MAX_SECONDS)
  .optional()
  .meta({ description: "Seconds to wait for the job's end.", param: { example: 10 } });

/** Answers with the job. With `wait` it answers as soon as the job has ended. */
export const getJobRoute = defineRoute({
  method: "GET",
  path: "/api/jobs/:id",
  scopes: JOB_SCOPES,
  operationId: "getJob",
  summary: "Read what became of a request",
  description:
    "Of a batch: how far it is. However long it is, and however often it is asked for, this is cheap.",
  request: { params: JOB_PARAMETER, query: { wait } },
  answers: { 200: answer("The job.", UPSERTED) },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "JOB_EXPIRED"],
  async handle(c, services) {
    const waitMs = (queryNumber(c, "wait", WAIT_MAX_SECONDS) ?? 0) * 1_000;
    const ref = readJobId(c, services, c.req.param("id"));
    c.set("jobId", ref.jobId);
    const found = await findJob(services, ref);
    const lost = new AbortController();
    using _watch = watchKey(c, services.keys, (error) => lost.abort(error));
    if (found.kind === "upload") {
      const over = AbortSignal.any([c.req.raw.signal, lost.signal]);
      const job = await untilEnded(services.jobs, found.job, waitMs, over);
      lost.signal.throwIfAborted();
      const csv = await reading(() => readJobCsv(services.db, job));
      const body = { ...presentUploadJob(c.get("key"), job, services.clock.now()), ...(csv && { csv }) };
      return reply(c, 200, body);
    }
    const receipt = found.receipt ?? (await awaitReceipt(services, ref, waitMs, lost.signal));
    lost.signal.throwIfAborted();
    return reply(c, 200, presentJob(c.get("key"), { id: ref.jobId, acceptedAt: ref.acceptedAt }, receipt));
  },
});

async function awaitReceipt(
  { watcher }: Services,
  ref: ItemRef,
  waitMs: number,
  lost: AbortSignal,
): Promise<StoredReceipt | undefined> {
  if (waitMs === 0) return undefined;
  using waiter = watcher.expectStored(ref);
  const { promise: isLost, resolve } = Promise.withResolvers<undefined>();
  lost.addEventListener("abort", () => resolve(undefined));
  return await Promise.race([waiter.receipt(waitMs), isLost]);
}
