import { z } from "zod";
import { CsvReading } from "./upload-accepted.ts";

/**
 * The answer to `POST /api/contacts/batch/preview`, and to the same for companies: how an upload that begins so would
 * be read.
 */
export const UploadPreview = z
  .object({
    success: z.literal(true),
    csv: CsvReading,
    rows: z
      .array(
        z.object({
          line: z.int().positive().meta({ description: "Where it begins, from 1." }),
          fields: z
            .record(z.string(), z.unknown())
            .meta({ description: "What it would give, by field; nothing of it is judged yet." }),
          ignored: z
            .array(
              z.object({ header: z.string(), value: z.string().meta({ description: "Its beginning." }) }),
            )
            .optional()
            .meta({ description: "What stands in columns without a field." }),
          problem: z.string().optional().meta({ description: "Why it can't be read." }),
        }),
      )
      .meta({ description: "The first rows." }),
  })
  .meta({ id: "UploadPreview" });
export type UploadPreview = z.infer<typeof UploadPreview>;
