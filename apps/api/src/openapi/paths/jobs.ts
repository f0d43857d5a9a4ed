import {
  BatchAcceptedAnswer,
  Job,
  JobList,
  JobResults,
  JobStatus,
  WAIT_MAX_SECONDS,
} from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { JOBS_LIMITS } from "../../routes/list-jobs.ts";
import { RESULTS_LIMITS } from "../../routes/get-job-results.ts";
import { answer, errors } from "../answers.ts";

const path = z.object({ id: z.string().meta({ description: "As a POST answered it." }) });
const cursor = z.string().optional().meta({ description: "`nextCursor` of the page before." });

export const jobsPaths: ZodOpenApiPathsObject = {
  "/api/jobs": {
    get: {
      operationId: "listJobs",
      summary: "List the team's batches",
      description:
        "Newest first; a key without `read` is shown its own. Jobs of single requests are not listed: they are read by their ids.",
      requestParams: {
        query: z.object({
          status: JobStatus.optional().meta({ description: "Only those." }),
          limit: z
            .int()
            .min(1)
            .max(JOBS_LIMITS.max)
            .optional()
            .meta({ description: `${JOBS_LIMITS.normal} by default.` }),
          cursor,
        }),
      },
      responses: { "200": answer("A page of them.", JobList), ...errors("INVALID_REQUEST") },
    },
  },
  "/api/jobs/{id}": {
    get: {
      operationId: "getJob",
      summary: "Read what became of a request",
      description:
        "Of a batch: how far it is. However long it is, and however often it is asked for, this is cheap.",
      requestParams: {
        path,
        query: z.object({
          wait: z.int().min(0).max(WAIT_MAX_SECONDS).optional().meta({
            description: "Seconds to wait for the job's end.",
          }),
        }),
      },
      responses: { "200": answer("The job.", Job), ...errors("INVALID_REQUEST", "NOT_FOUND", "JOB_EXPIRED") },
    },
  },
  "/api/jobs/{id}/results": {
    get: {
      operationId: "getJobResults",
      summary: "Read what became of each row",
      description:
        "By row, those that are done; a job that goes on has more later. JSON comes in pages, which can be shorter than " +
        "their limit; CSV and NDJSON (a " +
        "JobResult a line) hold all rows, streamed: a connection that breaks off means that the file isn't whole. The " +
        "CSV of `outcome=rejected` has the fields that the rows gave, lists with semicolons between their values, and " +
        "`_row`, `_code` and `_message`: mended, it can be uploaded again as it is, since an upload ignores those. It has " +
        "at most 1,000 columns, as an upload has; what rows gave beside them is in the column `_input`, a JSON object of " +
        "each row, which an upload reads. Texts that a spreadsheet would take for a formula start with an apostrophe, " +
        "which the upload takes away.",
      requestParams: {
        path,
        query: z.object({
          outcome: z
            .enum(["created", "updated", "unmodified", "rejected"])
            .optional()
            .meta({ description: "Only those." }),
          format: z
            .enum(["json", "ndjson", "csv"])
            .optional()
            .meta({ description: "By default what `Accept` asks for, else JSON." }),
          limit: z
            .int()
            .min(1)
            .max(RESULTS_LIMITS.max)
            .optional()
            .meta({ description: `Of a page of JSON; ${RESULTS_LIMITS.normal} by default.` }),
          cursor,
        }),
      },
      responses: {
        "200": withFiles(answer("A page, or all of them.", JobResults)),
        ...errors("INVALID_REQUEST", "NOT_FOUND", "JOB_EXPIRED"),
      },
    },
  },
  "/api/jobs/{id}/events": {
    get: {
      operationId: "followJob",
      summary: "Follow a batch by server-sent events",
      description:
        "`progress` whenever the job has changed, then one `end`, each with the job as its data; then the stream " +
        "closes. An event's id names the job's state: a client that was cut off sends it as `Last-Event-ID` and is " +
        "told what it has missed. After `end` a client closes its side, or it is told the end again. Where the API key is " +
        "revoked meanwhile, `refused` comes instead, with the error as its data.",
      requestParams: {
        path,
        header: z.object({
          "Last-Event-ID": z.string().optional().meta({ description: "The id of the last event seen." }),
        }),
      },
      responses: {
        "200": {
          description: "The events.",
          headers: z.object({ "X-Request-Id": z.string() }),
          content: { "text/event-stream": { schema: z.string() } },
        },
        ...errors("INVALID_REQUEST", "NOT_FOUND", "JOB_NOT_BATCH", "JOB_EXPIRED"),
      },
    },
  },
  "/api/jobs/{id}/cancel": {
    post: {
      operationId: "cancelJob",
      summary: "Cancel a batch",
      description:
        "Rows that were committed stay; of the rest none is applied once this has answered. `counts` says how many.",
      requestParams: { path },
      responses: {
        "200": answer("Cancelled.", Job),
        ...errors("INVALID_REQUEST", "NOT_FOUND", "JOB_ENDED", "JOB_NOT_BATCH", "JOB_EXPIRED"),
      },
    },
  },
  "/api/jobs/{id}/retry": {
    post: {
      operationId: "retryJob",
      summary: "Send the rejected rows of a batch again",
      description:
        "As a new job with the same options, whose `retryOf` names this one. They are judged anew: what was registered " +
        "or created since counts. Those that have to be mended are downloaded with `outcome=rejected` and uploaded.",
      requestParams: { path },
      responses: {
        "202": answer("Accepted and durable, to be applied soon.", BatchAcceptedAnswer, {
          Location: z.string(),
        }),
        ...errors(
          "INVALID_REQUEST",
          "NOT_FOUND",
          "JOB_NOT_ENDED",
          "JOB_NOT_BATCH",
          "NOTHING_TO_RETRY",
          "UPLOAD_STOPPED",
          "JOB_EXPIRED",
        ),
      },
    },
  },
};

type Answer = ReturnType<typeof answer>;

function withFiles({ content, ...rest }: Answer): Answer {
  return {
    ...rest,
    content: {
      ...content,
      "text/csv": { schema: z.string() },
      "application/x-ndjson": { schema: z.string().meta({ description: "A JobResult a line." }) },
    },
  };
}
