import { JobId, JobList, JobStatus } from "@onefold/contract";
import { presentUploadJob, seesAll } from "@onefold/present";
import { DAY_MS, listJobs } from "@onefold/records";
import { z } from "zod";
import { reading } from "../errors/reading.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { pageQuery, readPaging } from "../request/paging.ts";
import { knownQuery, queryChoice } from "../request/query.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";
import { listSingles, readSingleJobsQuery, SINGLE_JOBS_QUERY } from "./list-singles.ts";
import { JOB_SCOPES, RUNNING } from "./samples.ts";

const LIMITS = { normal: 50, max: 200 };
const PAGES = pageQuery(LIMITS);
const QUERY = {
  status: JobStatus.optional().meta({ description: "Only those, of the batches." }),
  ...SINGLE_JOBS_QUERY,
  ...PAGES,
  limit: PAGES.limit.meta({ param: { example: LIMITS.normal } }),
};
/** The id of the last job of the page before. */
const JobPosition = z.tuple([JobId]);

export const listJobsRoute = defineRoute({
  method: "GET",
  path: "/api/jobs",
  scopes: JOB_SCOPES,
  operationId: "listJobs",
  summary: "List the team's batches, or find the jobs of single requests",
  description:
    "Newest first; a key without `read` is shown its own. With `record` or `outcome` it finds jobs of single requests " +
    "that have ended within the last 24 hours instead. A page can be shorter than its limit then: `nextCursor` goes on.",
  request: { query: QUERY },
  answers: { 200: answer("A page of them.", json(JobList, { data: [RUNNING], limit: LIMITS.normal })) },
  errors: ["INVALID_REQUEST"],
  async handle(c, services) {
    const { slow, cursors, limits, clock } = services;
    knownQuery(c, QUERY);
    const single = readSingleJobsQuery(c);
    if (single) return await listSingles(c, services, single, readPaging(c, LIMITS));
    const status = queryChoice(c, "status", JobStatus.options);
    const { limit, cursor } = readPaging(c, LIMITS);
    const key = c.get("key");
    const { teamId } = key;
    const keyId = seesAll(key) ? undefined : key.keyId;
    const asked = { teamId, jobs: status ?? "all", of: keyId ?? "all" };
    const before = cursor === undefined ? undefined : cursors.read(asked, cursor, JobPosition)[0];
    // It reads one more than it shows: that one says whether there is a next page.
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
      data: jobs.map((job) => presentUploadJob(key, job, now)),
      limit,
      ...(last && found.length > limit && { nextCursor: cursors.write(asked, [last.jobId]) }),
    };
    return reply(c, 200, body);
  },
});
