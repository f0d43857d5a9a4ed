import { WAIT_MAX_SECONDS } from "@onefold/contract";
import type { ItemRef } from "@onefold/contract";
import { readReceipts, receiptKey } from "@onefold/records";
import type { StoredReceipt } from "@onefold/records";
import type { Handler } from "hono";
import { reading } from "../errors/reading.ts";
import { presentJob } from "../present/job.ts";
import type { AppEnv } from "../request/app-env.ts";
import { queryNumber } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `GET /api/jobs/{id}`; with `?wait=N` it answers as soon as the job has ended, or after N seconds. */
export function getJob(services: Services): Handler<AppEnv, "/api/jobs/:id"> {
  return async (c) => {
    const waitSeconds = queryNumber(c, "wait", WAIT_MAX_SECONDS) ?? 0;
    const ref = readJobId(c, services, c.req.param("id"));
    c.set("jobId", ref.jobId);
    const receipt = await findReceipt(services, ref, waitSeconds * 1_000);
    return reply(c, 200, presentJob({ id: ref.jobId, acceptedAt: ref.acceptedAt }, receipt));
  };
}

async function findReceipt(
  { db, watcher }: Services,
  ref: ItemRef,
  waitMs: number,
): Promise<StoredReceipt | undefined> {
  const receipts = await reading(() => readReceipts(db, [ref]));
  const receipt = receipts.get(receiptKey(ref));
  if (receipt || waitMs === 0) return receipt;
  using waiter = watcher.expect(ref, "any");
  return await waiter.receipt(waitMs);
}
