import { z } from "zod";
import {
  Applied,
  Change,
  FieldRejection,
  InputDropped,
  JOB_CHANGES,
  RecordAction,
  Rejected,
  Warning,
} from "./receipt.ts";
import { MatchedBy } from "./matched-by.ts";
import { Clock, Timestamp } from "./wire-parts.ts";

/** What became of one row of a job. */
export const JobResult = z
  .object({
    row: z.int().nonnegative().meta({
      description:
        "From 0, in the order of the upload; a CSV's header isn't counted. 0 for a single request.",
    }),
    outcome: z.enum([...Applied.shape.outcome.options, "rejected"]),
    finishedAt: Timestamp,
    clock: Clock.optional().meta({
      description: "Of what it wrote; absent where it was rejected, and of a dry run.",
    }),
    action: z
      .enum(["upsert", ...RecordAction.options])
      .optional()
      .meta({ description: "What was done, where it wasn't rejected; absent where that is no longer kept." }),
    recordId: z.string().optional().meta({
      description: "The record that it reached; after a dry run, one that would be created has a made-up id.",
    }),
    matchedBy: MatchedBy.optional(),
    changes: z.record(z.string(), Change).optional().meta({ description: JOB_CHANGES }),
    warnings: z.array(Warning).optional(),
    fieldRejections: z.array(FieldRejection).optional(),
    mergedIds: z.array(z.string()).optional(),
    undoUrl: z.string().optional().meta({ description: "POST there to take its merge back." }),
    erased: z.literal(true).optional().meta({ description: "The record was deleted since." }),
    code: Rejected.shape.code.optional().meta({ description: "Why it was rejected." }),
    message: z.string().optional(),
    line: Rejected.shape.line.meta({ description: "Where a rejected row begins in its upload, from 1." }),
    details: Rejected.shape.details,
    input: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({
        description:
          "What a rejected row of a batch gave: to be mended and sent again. `_ignored` has the values of columns that " +
          "were left out, `_raw` all of a row that could not be read; an upload passes over the first.",
      }),
    inputDropped: InputDropped.optional().meta({
      description:
        "Why it isn't kept, and the row can't be retried: `erased`, it named a record that was deleted since; " +
        "`expired`, nobody was recognised in it, so that no deletion would have found it, and its time is over; " +
        "`crowded`, it named too many.",
    }),
  })
  .meta({ id: "JobResult" });
export type JobResult = z.infer<typeof JobResult>;

/** The answer to `GET /api/jobs/{id}/results`. */
export const JobResults = z
  .object({
    data: z.array(JobResult).meta({ description: "By row: those that are done." }),
    limit: z.int().positive(),
    nextCursor: z.string().optional().meta({
      description: "`cursor` of the next page, which can be empty; absent at the end, and only there.",
    }),
  })
  .meta({ id: "JobResults" });
export type JobResults = z.infer<typeof JobResults>;
