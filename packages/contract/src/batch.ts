import { z } from "zod";
import { OnConflict } from "./item.ts";
import { NAME_MAX } from "./limits.ts";

/** What holds for every row of a batch; a row's own `source` wins. */
export const BatchOptions = z.object({
  onConflict: OnConflict,
  dryRun: z.boolean(),
  source: z.string().max(NAME_MAX).optional(),
});
export type BatchOptions = z.infer<typeof BatchOptions>;

/** How far the upload of a batch came. */
export const UploadStatus = z.enum(["open", "complete", "broken"]);
export type UploadStatus = z.infer<typeof UploadStatus>;
