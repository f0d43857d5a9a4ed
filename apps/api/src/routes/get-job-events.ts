import { isOutage } from "@onefold/database";
import type { BatchJob } from "@onefold/records";
import type { Handler } from "hono";
import { watchKey } from "../auth/watch-key.ts";
import { pageStream } from "../export/page-stream.ts";
import { findJob } from "../jobs/find-job.ts";
import { notBatch } from "../jobs/not-batch.ts";
import { jobEvents } from "../jobs/job-events.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import { knownQuery } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import type { Services } from "../services.ts";

/** `GET /api/jobs/{id}/events`: a batch job's changes as server-sent events, until its end. */
export function getJobEvents(services: Services): Handler<AppEnv, "/api/jobs/:id/events"> {
  return async (c) => {
    knownQuery(c, []);
    const ref = readJobId(c, services, c.req.param("id"));
    c.set("jobId", ref.jobId);
    const found = await findJob(services, ref);
    if (found.kind === "single") throw notBatch("has no events: read it with GET /api/jobs/{id}?wait=N");
    const body = c.req.method === "HEAD" ? null : stream(c, services, found.job);
    const more = c.get("answerHeaders");
    c.set("answerHeaders", undefined);
    return new Response(body, {
      status: 200,
      headers: {
        "Content-Type": "text/event-stream",
        ...EVERY_ANSWER,
        // nginx gathers what it passes on, unless it is told.
        "X-Accel-Buffering": "no",
        "X-Request-Id": c.get("requestId"),
        ...more,
      },
    });
  };
}

function stream(
  c: AppContext,
  { jobs, keys, log, clock }: Services,
  job: BatchJob,
): ReadableStream<Uint8Array> {
  const lost = new AbortController();
  const watch = watchKey(c, keys, (error) => lost.abort(error));
  c.env.outgoing.once("close", () => watch[Symbol.dispose]());
  const seen = c.req.header("last-event-id");
  const events = jobEvents(jobs, job, { seen, now: clock.now, lost: lost.signal });
  return pageStream(events, (err) => {
    log[isOutage(err) ? "warn" : "error"]({ requestId: c.get("requestId"), err }, "events broke off");
    c.env.outgoing.destroy();
  });
}
