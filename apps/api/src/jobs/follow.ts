import { noContent } from "../openapi/answers.ts";
import { answerEvents, answerSeen, eventsAnswer, LAST_EVENT_ID } from "../request/answer-events.ts";
import { knownQuery } from "../request/query.ts";
import { readJobId } from "../request/read-job-id.ts";
import { defineRoute } from "../route.ts";
import { findJob } from "./find-job.ts";
import { jobEvents } from "./job-events.ts";
import { stateOfJob } from "./job-watcher.ts";
import { notUpload } from "./not-upload.ts";
import { CANCELLED, JOB_PARAMETER, JOB_SCOPES } from "./samples.ts";

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
    headers: LAST_EVENT_ID,
  },
  answers: {
    200: eventsAnswer(END),
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
    const seen = c.req.header("last-event-id");
    if (job.finishedAt !== undefined && seen === stateOfJob(job)) return answerSeen(c);
    const { jobs, clock } = services;
    const reader = c.get("key");
    return answerEvents(c, services, ({ lost }) =>
      jobEvents(jobs, job, { reader, seen, now: clock.now, lost }),
    );
  },
});
