import { z } from "zod";
import { FieldValue } from "./item.ts";
import { Change, FieldRejection, Warning } from "./receipt.ts";
import { JobLink, TeamId, Timestamp, UserId } from "./wire-parts.ts";

/** What contacts and companies have in common on the wire, in upsert answers and when read. */
export const recordParts = {
  teamId: TeamId,
  linkedinUrl: z.string().optional(),
  linkedinUrlSalesNav: z.string().optional(),
  fields: z.record(z.string(), FieldValue),
  ownerId: UserId.optional(),
  source: z.string(),
  createdAt: Timestamp,
  createdBy: UserId,
};

const HIDDEN = "Absent where the record was there before and the API key sees only what it gave.";

/** The same in the answer of an upsert, whose key may see less than all of the record. */
export const upsertedParts = {
  ...recordParts,
  fields: recordParts.fields.meta({
    description: "All of the record, or what the request gave where the API key sees no more.",
  }),
  source: recordParts.source.optional().meta({ description: HIDDEN }),
  createdAt: recordParts.createdAt.optional().meta({ description: HIDDEN }),
  createdBy: recordParts.createdBy.optional().meta({ description: HIDDEN }),
};
export const hiddenFlag = z.boolean().optional().meta({ description: HIDDEN });

/** What an upsert's answer says beside the record itself. */
export const upsertParts = {
  created: z.boolean(),
  /** True where the record was there before, also when nothing changed; else absent. */
  updated: z.literal(true).optional(),
  outcome: z.enum(["created", "updated", "unmodified"]),
  matchedBy: z.string().optional(),
  changes: z.record(z.string(), Change),
  /** Records that were merged into this one by it; only where there are some. */
  mergedIds: z.array(z.string()).optional(),
};

/** Around an upsert's `data`. */
export const answerParts = {
  success: z.literal(true),
  warnings: z.array(Warning),
  fieldRejections: z.array(FieldRejection),
  /** Absent for a dry run, which has none. */
  job: JobLink.optional(),
  dryRun: z.literal(true).optional().meta({
    description:
      "Only in the answer to `dryRun=true`: nothing was written or queued, there is no `job`, and the `_id` of a record that would be created is made up.",
  }),
};
