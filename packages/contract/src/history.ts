import { z } from "zod";
import { Applied, Change, FieldRejection, JOB_CHANGES, RecordAction, Warning } from "./receipt.ts";
import { MatchedBy } from "./matched-by.ts";
import { Clock, JobLink, Timestamp } from "./wire-parts.ts";

/** One thing that happened to a record. */
export const HistoryEntry = z
  .object({
    at: Timestamp.meta({ description: "When it was accepted." }),
    clock: Clock,
    action: z
      .enum(["upsert", ...RecordAction.options])
      .optional()
      .meta({ description: "Absent where what it was is no longer kept." }),
    outcome: Applied.shape.outcome,
    matchedBy: MatchedBy.optional(),
    changes: z
      .record(z.string(), Change)
      .optional()
      .meta({
        description: `Of the creation: the values that it set. ${JOB_CHANGES}`,
      }),
    warnings: z.array(Warning).optional(),
    fieldRejections: z.array(FieldRejection).optional(),
    mergedIds: z.array(z.string()).optional(),
    source: z.string().optional().meta({ description: "Where the record comes from, when it was created." }),
    erased: z.literal(true).optional().meta({ description: "Its contents were erased." }),
    recordId: z
      .string()
      .meta({ description: "The record that it reached: one that was merged into this one has another id." }),
    job: JobLink,
    row: z.int().nonnegative().meta({ description: "Of the job; 0 for a single request." }),
    keyId: z.string().optional(),
    keyName: z.string().optional(),
    userId: z.string().optional().meta({ description: "The owner of the key." }),
    userName: z.string().optional().meta({ description: "The owner's name, as it is now." }),
  })
  .meta({ id: "HistoryEntry" });
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** The answer to `GET /api/contacts/{idOrEmail}/history`, and to the same for companies. */
export const History = z
  .object({
    data: z.array(HistoryEntry).meta({ description: "Newest first." }),
    limit: z.int().positive(),
    nextCursor: z
      .string()
      .optional()
      .meta({ description: "`cursor` of the next page; absent at the end, and only there." }),
  })
  .meta({ id: "History" });
export type History = z.infer<typeof History>;
