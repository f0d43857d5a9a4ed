import { WAIT_MAX_SECONDS } from "@onefold/contract";
import type { ItemRef } from "@onefold/contract";
import type { StoredReceipt } from "@onefold/records";
import type { Handler } from "hono";
import { watchKey } from "../auth/watch-key.ts";
import { findJob } from "../jobs/find-job.ts";
import { untilEnded } from "../jobs/until-ended.ts";
import { presentBatchJob } from "../present/batch-job.ts";
import { presentJob } from "../present/job.ts";
import type { AppEnv } from "../request/app-env.ts";
import { queryNumber } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/jobs/{id}`; with `?wait=N` it answers as soon as the job has ended, or after N seconds. */
export function getJob(services: Services): Handler<AppEnv, "/api/jobs/:id"> {
  return async (c) => {
    const waitMs = (queryNumber(c, "wait", WAIT_MAX_SECONDS) ?? 0) * 1_000;
    const ref = readJobId(c, services, c.req.param("id"));
    c.set("jobId", ref.jobId);
    const found = await findJob(services, ref);
    const lost = new AbortController();
    using _watch = watchKey(c, services.keys, (error) => lost.abort(error));
    if (found.kind === "batch") {
      const over = AbortSignal.any([c.req.raw.signal, lost.signal]);
      const job = await untilEnded(services.jobs, found.job, waitMs, over);
      lost.signal.throwIfAborted();
      return reply(c, 200, presentBatchJob(job, services.clock.now()));
    }
    const receipt = found.receipt ?? (await awaitReceipt(services, ref, waitMs, lost.signal));
    lost.signal.throwIfAborted();
    return reply(c, 200, presentJob(c.get("key"), { id: ref.jobId, acceptedAt: ref.acceptedAt }, receipt));
  };
}

async function awaitReceipt(
  { watcher }: Services,
  ref: ItemRef,
  waitMs: number,
  lost: AbortSignal,
): Promise<StoredReceipt | undefined> {
  if (waitMs === 0) return undefined;
  using waiter = watcher.expect(ref, "any");
  const { promise: isLost, resolve } = Promise.withResolvers<undefined>();
  lost.addEventListener("abort", () => resolve(undefined));
  return await Promise.race([waiter.receipt(waitMs), isLost]);
}
