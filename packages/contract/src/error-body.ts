import { z } from "zod";
import { ErrorCode } from "./codes.ts";
import { ErrorDetail } from "./receipt.ts";
import { JobLink } from "./wire-parts.ts";

/** Comes with COMPANY_HAS_CONTACTS, as lemlist gives it. It stands twice, like the message. */
const contactCount = z
  .int()
  .optional()
  .meta({ description: "With COMPANY_HAS_CONTACTS: how many contacts are linked to the company." });

/** The body of every answer that isn't 2xx. The message stands twice because lemlist's clients read the outer one. */
export const ErrorBody = z
  .object({
    success: z.literal(false),
    error: z.object({
      code: ErrorCode,
      message: z.string(),
      /**
       * All problems of a body at once, the first of which gives `code`. For a CSV they are problems of its columns,
       * each with a code of its own.
       */
      details: z.array(ErrorDetail).optional(),
      contactCount,
    }),
    message: z.string(),
    contactCount,
    /** Present if an accepted request was rejected later, or an upload broke off that had begun. */
    job: JobLink.optional(),
    /** Present with `dryRun=true` if the request would have been accepted and then rejected. */
    dryRun: z.literal(true).optional(),
  })
  .meta({ id: "ErrorBody" });
export type ErrorBody = z.infer<typeof ErrorBody>;
