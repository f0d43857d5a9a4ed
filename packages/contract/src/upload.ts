import { z } from "zod";
import { OnConflict } from "./item.ts";
import { NAME_MAX } from "./limits.ts";

/** What holds for every row of an upload; a row's own `source` wins. */
export const UploadOptions = z.object({
  onConflict: OnConflict,
  dryRun: z.boolean(),
  source: z.string().max(NAME_MAX).optional(),
});
export type UploadOptions = z.infer<typeof UploadOptions>;

/** How far an upload came. */
export const UploadStatus = z.enum(["open", "complete", "broken"]);
export type UploadStatus = z.infer<typeof UploadStatus>;
