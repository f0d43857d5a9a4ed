import { JobId, JobStatus } from "@onefold/contract";
import type { JobList } from "@onefold/contract";
import { listJobs } from "@onefold/records";
import type { Handler } from "hono";
import { z } from "zod";
import { seesAll } from "../auth/key-powers.ts";
import { reading } from "../errors/reading.ts";
import { presentBatchJob } from "../present/batch-job.ts";
import type { AppEnv } from "../request/app-env.ts";
import { PAGE_PARAMETERS, readPaging } from "../request/paging.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { DAY_MS } from "../request/read-job-id.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

export const JOBS_LIMITS = { normal: 50, max: 200 };
/** The last job of the page before. */
const JobPosition = z.tuple([JobId]);

/** `GET /api/jobs`: the team's batches, newest first; only its own for a key that reads nothing else. */
export function listJobsRoute({ slow, cursors, limits, clock }: Services): Handler<AppEnv> {
  return async (c) => {
    knownQuery(c, ["status", ...PAGE_PARAMETERS]);
    const status = queryChoice(c, "status", JobStatus.options);
    const { limit, cursor } = readPaging(c, JOBS_LIMITS);
    const key = c.get("key");
    const { teamId } = key;
    const keyId = seesAll(key) ? undefined : key.keyId;
    const asked = { teamId, jobs: status ?? "all", of: keyId ?? "all" };
    const before = cursor === undefined ? undefined : cursors.read(asked, cursor, JobPosition)[0];
    // One more than is shown says whether there is a next page.
    const found = await reading(() =>
      listJobs(slow.of(c), teamId, {
        limit: limit + 1,
        since: clock.now() - limits.receiptRetentionDays * DAY_MS,
        ...(before !== undefined && { before }),
        ...(status !== undefined && { status }),
        ...(keyId !== undefined && { keyId }),
      }),
    );
    const jobs = found.slice(0, limit);
    const last = jobs.at(-1);
    const now = clock.now();
    const body: JobList = {
      data: jobs.map((job) => presentBatchJob(job, now)),
      limit,
      ...(last && found.length > limit && { nextCursor: cursors.write(asked, [last.jobId]) }),
    };
    return reply(c, 200, body);
  };
}
