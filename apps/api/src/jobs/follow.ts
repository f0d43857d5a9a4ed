import { isOutage } from "@onefold/database";
import type { UploadJob } from "@onefold/records";
import { z } from "zod";
import { watchKey } from "../auth/watch-key.ts";
import { pageStream } from "../export/page-stream.ts";
import { answer, noContent } from "../openapi/answers.ts";
import { text } from "../openapi/content.ts";
import type { AppContext } from "../request/app-env.ts";
import { EVERY_ANSWER } from "../request/every-answer.ts";
import { knownQuery } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { defineRoute } from "../route.ts";
import type { Services } from "../services.ts";
import { findJob } from "./find-job.ts";
import { jobEvents } from "./job-events.ts";
import { stateOfJob } from "./job-watcher.ts";
import { notUpload } from "./not-upload.ts";
import { CANCELLED, JOB_PARAMETER, JOB_SCOPES } from "./samples.ts";
import { onceClosed } from "../request/once-closed.ts";

const END = `event: end\nid: cancelled-1\ndata: ${JSON.stringify(CANCELLED)}\n\n`;

export const followJobRoute = defineRoute({
  method: "GET",
  path: "/api/jobs/:id/events",
  scopes: JOB_SCOPES,
  operationId: "followJob",
  summary: "Follow a batch by server-sent events",
  description:
    "`progress` whenever the job has changed, then one `end`, each with the job as its data; then the stream " +
    "closes. An event's id names the job's state: a client that was cut off sends it as `Last-Event-ID` and is " +
    "told what it has missed. Whoever has seen `end` and comes back is answered 204, by which an EventSource gives " +
    "up. Where the API key is revoked meanwhile, `refused` comes instead, with the error as its data.",
  request: {
    params: JOB_PARAMETER,
    headers: {
      "Last-Event-ID": z.string().optional().meta({ description: "The id of the last event seen." }),
    },
  },
  answers: {
    200: answer("The events.", text("text/event-stream", END), {
      "X-Accel-Buffering": z.string().meta({ description: "For nginx.", example: "no" }),
    }),
    204: noContent("The job has ended, and the client has seen that."),
  },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "JOB_NOT_BATCH", "JOB_EXPIRED"],
  async handle(c, services) {
    knownQuery(c, {});
    const ref = readJobId(c, services, c.req.param("id"));
    c.set("jobId", ref.jobId);
    const found = await findJob(services, ref);
    if (found.kind === "single") throw notUpload("has no events: read it with GET /api/jobs/{id}?wait=N");
    const { job } = found;
    // "204 No Content" tells a client not to connect again (html.spec.whatwg.org, "Server-sent events").
    if (job.finishedAt !== undefined && c.req.header("last-event-id") === stateOfJob(job))
      return new Response(null, { status: 204, headers: headersOf(c) });
    const body = c.req.method === "HEAD" ? null : stream(c, services, job);
    return new Response(body, {
      status: 200,
      headers: {
        "Content-Type": "text/event-stream",
        // nginx buffers an answer before it passes it on, unless it is told not to.
        "X-Accel-Buffering": "no",
        ...headersOf(c),
      },
    });
  },
});

function headersOf(c: AppContext): Record<string, string> {
  const more = c.get("answerHeaders");
  c.set("answerHeaders", undefined);
  return { ...EVERY_ANSWER, "X-Request-Id": c.get("requestId"), ...more };
}

function stream(
  c: AppContext,
  { jobs, keys, log, clock }: Services,
  job: UploadJob,
): ReadableStream<Uint8Array> {
  const lost = new AbortController();
  const watch = watchKey(c, keys, (error) => lost.abort(error));
  onceClosed(c.env.outgoing, () => watch[Symbol.dispose]());
  const seen = c.req.header("last-event-id");
  const events = jobEvents(jobs, job, {
    reader: c.get("key"),
    seen,
    now: clock.now,
    lost: lost.signal,
  });
  return pageStream(events, (err) => {
    log[isOutage(err) ? "warn" : "error"]({ requestId: c.get("requestId"), err }, "events broke off");
    c.env.outgoing.destroy();
  });
}
