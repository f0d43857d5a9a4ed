import { z } from "zod";
import { UploadOptions, UploadStatus } from "./upload.ts";
import { UpsertCompanyAnswer } from "./company.ts";
import { UpsertContactAnswer } from "./contact.ts";
import { Entity } from "./entity.ts";
import { ErrorBody } from "./error-body.ts";
import { JobNote, JobRejection } from "./note.ts";
import { RecordAction } from "./receipt.ts";
import { Clock, JobId, Timestamp } from "./wire-parts.ts";

/** Two states on the way, then exactly one of four (docs/states.md). */
export const JobStatus = z
  .enum(["queued", "active", "completed", "completed_with_errors", "failed", "cancelled"])
  .meta({ id: "JobStatus" });
export type JobStatus = z.infer<typeof JobStatus>;

/** `total` = `pending + created + updated + unmodified + rejected + cancelled`. */
export const JobCounts = z
  .object({
    total: z.int().nonnegative(),
    pending: z.int().nonnegative(),
    created: z.int().nonnegative(),
    updated: z.int().nonnegative(),
    unmodified: z.int().nonnegative(),
    rejected: z.int().nonnegative(),
    cancelled: z.int().nonnegative(),
    /** Items whose identifiers named several records, applied or not. */
    conflicts: z.int().nonnegative(),
    lost: z
      .int()
      .positive()
      .optional()
      .meta({
        description:
          "Rows among the rejected that the queue lost before they were applied (LOST). The same upload under its " +
          "Idempotency-Key sends them again.",
      }),
  })
  .meta({ id: "JobCounts" });
export type JobCounts = z.infer<typeof JobCounts>;

/** How the CSV of a job was read. Its header isn't kept: in a file without one, its cells may name a person. */
export const JobCsv = z
  .object({
    delimiter: z.string().optional().meta({ description: "Once its upload is complete." }),
    charset: z.string().optional().meta({ description: "Once its upload is complete." }),
    columns: z
      .array(z.object({ field: z.string().optional() }).meta({ id: "JobCsvColumn" }))
      .meta({ description: "The columns in their order, each with its field; without one it was left out." }),
  })
  .meta({ id: "JobCsv" });
export type JobCsv = z.infer<typeof JobCsv>;

/** What a job of many rows also says. */
const uploadParts = {
  entity: Entity.optional().meta({ description: "Of a batch: what its rows are." }),
  notes: z
    .array(JobNote)
    .optional()
    .meta({
      description:
        "How many of its applied rows have each warning, and each reason for which a value was not applied. " +
        "Absent where none has any. Rows whose record is deleted later stay counted; their results no longer say it. " +
        "A key without `read` isn't told of POSSIBLE_DUPLICATE.",
    }),
  rejections: z.array(JobRejection).optional().meta({
    description: "How many of its rows were rejected with each code. Absent where none was.",
  }),
  csv: JobCsv.optional().meta({
    description: "Of a batch that was a CSV, by `GET /api/jobs/{id}` alone: how it was read.",
  }),
  progress: z.number().min(0).max(1).optional().meta({
    description:
      "Of a batch: how much is done of the rows that were taken so far; 1 at the end, and only there.",
  }),
  estimatedEndAt: Timestamp.optional().meta({
    description: "Of a batch whose upload is complete: when it ends if it goes on as fast as so far.",
  }),
  upload: z
    .object({
      status: UploadStatus,
      rows: z.int().nonnegative().meta({ description: "Rows that were taken: none of them gets lost." }),
      problem: z.string().optional().meta({ description: "Why it broke off." }),
    })
    .optional()
    .meta({
      description:
        "How far the upload of a batch came. One that broke off can be sent again with the same Idempotency-Key " +
        "until the job ends.",
    }),
  options: UploadOptions.optional().meta({ description: "Of a batch: what holds for every row." }),
  retryOf: JobId.optional().meta({
    description: "The job whose rejected rows these are, or whose rows that the queue lost.",
  }),
  links: z
    .object({
      results: z.string(),
      events: z.string(),
      cancel: z.string().optional().meta({ description: "While it can be cancelled." }),
      retry: z.string().optional().meta({ description: "Once there is something to retry." }),
    })
    .optional()
    .meta({ description: "Of a batch: where to go on." }),
};

/** The answer to `GET /api/jobs/{id}`. */
export const Job = z
  .object({
    id: JobId,
    kind: z.enum(["upsert", "batch", ...RecordAction.options]),
    status: JobStatus,
    acceptedAt: Timestamp,
    finishedAt: Timestamp.optional(),
    counts: JobCounts,
    ...uploadParts,
    clock: Clock.optional().meta({
      description:
        "Of what it wrote, of a single request: absent where it was rejected, and until it has ended.",
    }),
    /** The status and the body that the POST would have answered, had it waited. */
    httpStatus: z.int().optional(),
    result: z.union([UpsertContactAnswer, UpsertCompanyAnswer, ErrorBody]).optional(),
    error: ErrorBody.shape.error.optional(),
    undoUrl: z.string().optional().meta({ description: "POST there to take back what it merged." }),
    /** The record was deleted since, so what the job did is no longer kept. */
    erased: z.literal(true).optional(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;

/** The answer to `GET /api/jobs`. */
export const JobList = z
  .object({
    data: z.array(Job).meta({ description: "Newest first." }),
    limit: z.int().positive(),
    nextCursor: z
      .string()
      .optional()
      .meta({ description: "`cursor` of the next page; absent at the end, and only there." }),
  })
  .meta({ id: "JobList" });
export type JobList = z.infer<typeof JobList>;

/** The 202: the request is accepted and durable, and will be applied later. */
export const AcceptedAnswer = z
  .object({
    success: z.literal(true),
    job: z.object({
      id: JobId,
      status: z.literal("queued"),
      url: z.string(),
      acceptedAt: Timestamp,
      estimatedStartMs: z.int().nonnegative(),
    }),
  })
  .meta({ id: "AcceptedAnswer" });
export type AcceptedAnswer = z.infer<typeof AcceptedAnswer>;
