import { z } from "zod";
import { UpsertCompanyAnswer } from "./company.ts";
import { UpsertContactAnswer } from "./contact.ts";
import { ErrorBody } from "./error-body.ts";
import { RecordAction } from "./receipt.ts";
import { JobId, Timestamp } from "./wire-parts.ts";

/** Two states on the way, then exactly one of four (API.md, "Jobs"). */
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
  })
  .meta({ id: "JobCounts" });
export type JobCounts = z.infer<typeof JobCounts>;

/** `GET /api/jobs/{id}`. */
export const Job = z
  .object({
    id: JobId,
    kind: z.enum(["upsert", ...RecordAction.options]),
    status: JobStatus,
    acceptedAt: Timestamp,
    finishedAt: Timestamp.optional(),
    counts: JobCounts,
    /** The status and the body that the POST would have answered, had it waited. */
    httpStatus: z.int().optional(),
    result: z.union([UpsertContactAnswer, UpsertCompanyAnswer, ErrorBody]).optional(),
    error: ErrorBody.shape.error.optional(),
    /** The record was deleted since: what the job did is no longer kept. */
    erased: z.literal(true).optional(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;

/** 202: accepted and durable, to be applied later. */
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
