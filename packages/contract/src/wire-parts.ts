import { z } from "zod";
import { NAME_MAX } from "./limits.ts";

/** An id on the wire: a prefix and 17 letters of either case or digits, like lemlist's ids. */
const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9A-Za-z]{17}$`));

export const ContactId = id("ctc_").meta({ id: "ContactId" });
export const CompanyId = id("cpn_").meta({ id: "CompanyId" });
export const UserId = id("usr_").meta({ id: "UserId" });
export const KeyId = id("key_").meta({ id: "KeyId" });
/** lemlist's own prefix of hooks. */
export const WebhookId = id("hoo_").meta({ id: "WebhookId" });
export const TeamId = id("tea_").meta({ id: "TeamId" });
/** Longer than the others, as it has its acceptance time and a MAC. */
export const JobId = z
  .string()
  .regex(/^job_[0-9A-Za-z]{20,64}$/)
  .meta({ id: "JobId" });

/** A name that a person reads: one line that can be stored, without spaces at its ends. */
export const Name = z
  .string()
  .normalize("NFC")
  .trim()
  .min(1)
  .max(NAME_MAX)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** ISO 8601, UTC, with milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 }).meta({ id: "Timestamp" });

/** Says which of two writes is later (docs/architecture.md#clocks). */
export const Clock = z
  .int()
  .positive()
  .meta({
    id: "Clock",
    description:
      "Microseconds since 1970, unlike any other's: of two writes to a field the one with the higher clock stands, unless " +
      "one gave `observedAt`.",
  });

/** Where to read what became of a request. */
export const JobLink = z
  .object({
    id: JobId,
    url: z.string(),
    clock: Clock.optional().meta({ description: "Of what it wrote; absent where it wrote nothing so far." }),
  })
  .meta({ id: "JobLink" });
export type JobLink = z.infer<typeof JobLink>;
