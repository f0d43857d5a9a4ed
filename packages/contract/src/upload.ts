import { z } from "zod";
import { OnConflict } from "./item.ts";
import { NAME_MAX } from "./limits.ts";

/** What holds for every row of an upload. A row's own `source` wins. */
export const UploadOptions = z.object({
  onConflict: OnConflict,
  dryRun: z.boolean(),
  source: z.string().max(NAME_MAX).optional(),
  /** Set if a row may lift an opt-out by saying that its person didn't opt out. */
  resubscribe: z.literal(true).optional(),
  /** Set if a company that a row names and that isn't there is created. */
  createCompanies: z.literal(true).optional(),
});
export type UploadOptions = z.infer<typeof UploadOptions>;

/** What can separate decimals in the numbers of a CSV. */
export const DECIMALS = [",", "."] as const;
export type Decimal = (typeof DECIMALS)[number];

/** The orders in which a CSV can have the parts of a date. */
export const DATE_ORDERS = ["DMY", "MDY", "YMD"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** How far an upload came. */
export const UploadStatus = z.enum(["open", "complete", "broken"]);
export type UploadStatus = z.infer<typeof UploadStatus>;
