import { z } from "zod";
import { ErrorCode } from "./codes.ts";
import { ErrorDetail } from "./receipt.ts";
import { JobLink } from "./wire-parts.ts";

/** Every answer that isn't 2xx. The message stands twice because lemlist's clients read the outer one. */
export const ErrorBody = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: ErrorCode,
      message: z.string(),
      /** All problems of a body at once, the first one being `code`. */
      details: z.array(ErrorDetail).optional(),
    }),
    message: z.string(),
    /** Where an accepted request was rejected later on. */
    job: JobLink.optional(),
  })
  .meta({ id: "Error" });
export type ErrorBody = z.infer<typeof ErrorBody>;
