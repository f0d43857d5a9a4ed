import { z } from "zod";
import { JobStatus } from "./job.ts";
import { JobId, Timestamp } from "./wire-parts.ts";

/** How a CSV was read, so that one sees at once whether it was meant so. */
export const CsvReading = z
  .object({
    delimiter: z.enum([",", ";", "\t", "|"]),
    charset: z.string().meta({
      description: "In which it was read: by its byte order mark, else as announced, else as its bytes say.",
      example: "utf-8",
    }),
    charsetDetected: z.literal(true).optional().meta({
      description:
        "Nobody said it: it was judged by the first 64 KiB, or by those that come with the first letter beyond ASCII.",
    }),
    charsetOthers: z
      .array(z.string())
      .optional()
      .meta({
        description:
          "Charsets that read those bytes as the same text. A row with letters that they read differently is rejected: " +
          "name the charset in the Content-Type to have it read.",
        example: ["windows-1250"],
      }),
    headerLine: z
      .int()
      .positive()
      .optional()
      .meta({ description: "The line of the column names, where it isn't the first one." }),
    passedOver: z.int().positive().optional().meta({
      description:
        "Records after an empty line that have one value and name nobody, such as the footer of a report: they are no rows.",
    }),
    columns: z.array(
      z.object({
        header: z.string().meta({ description: "At most 100 characters of it." }),
        field: z
          .string()
          .optional()
          .meta({ description: "Absent: the column has no place, and was ignored." }),
        unknown: z.literal(true).optional().meta({
          description: "No field is known for it: without `ignoreUnknownColumns` it is refused.",
        }),
        fallback: z.literal(true).optional().meta({
          description: "Another column fills the field, and this one only where that one is empty.",
        }),
      }),
    ),
  })
  .meta({ id: "CsvReading" });
export type CsvReading = z.infer<typeof CsvReading>;

/** The 202 of an upload: all of it was read, and each row is in the queue or has its receipt. */
export const BatchAcceptedAnswer = z
  .object({
    success: z.literal(true),
    job: z.object({ id: JobId, status: JobStatus, url: z.string(), acceptedAt: Timestamp }),
    rows: z.object({
      read: z.int().nonnegative().meta({ description: "Of the whole upload, `takenBefore` among them." }),
      takenBefore: z.int().positive().optional().meta({
        description: "Rows that an earlier request with the same Idempotency-Key had sent already.",
      }),
      accepted: z.int().nonnegative().meta({ description: "Of this request: queued." }),
      rejected: z
        .int()
        .nonnegative()
        .meta({ description: "Of this request: invalid; the job's results say why, with the line." }),
      notKept: z
        .int()
        .positive()
        .optional()
        .meta({
          description:
            "Of a retry: rejected rows that are not sent again, as nothing is kept of what they gave; the results of " +
            "the old job say why.",
        }),
    }),
    csv: CsvReading.optional(),
  })
  .meta({ id: "BatchAcceptedAnswer" });
export type BatchAcceptedAnswer = z.infer<typeof BatchAcceptedAnswer>;
