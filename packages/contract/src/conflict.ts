import { z } from "zod";
import { Entity } from "./entity.ts";
import { Clock, JobLink, Timestamp } from "./wire-parts.ts";

/**
 * Why records that a request named together were left apart. `duplicate`: the request didn't ask for a merge, or each has
 * what contradicts the other. `strict`: it asked for nothing to be done then.
 */
export const ConflictReason = z.enum(["duplicate", "strict", "limit", "suspicious", "placeholder"]).meta({
  id: "ConflictReason",
  description:
    "`duplicate`: `onConflict=prefer` merges nothing, or something contradicts that they are one. `strict`: nothing of the " +
    "request was applied. `limit`: one record can't hold what both have. `suspicious`: too many came with the " +
    "identifier. `placeholder`: the value names nobody, so there is no other record.",
});
export type ConflictReason = z.infer<typeof ConflictReason>;

/** One identifier of one request that belongs to another record than the one that the request reached. */
export const Clash = z
  .object({
    at: Timestamp.meta({ description: "When it was accepted." }),
    clock: Clock,
    reason: ConflictReason,
    field: z.string(),
    value: z.string().optional().meta({ description: "Absent where it isn't kept." }),
    job: JobLink,
    row: z.int().nonnegative().meta({ description: "Of the job; 0 for a single request." }),
    keyId: z.string().optional(),
  })
  .meta({ id: "Clash" });
export type Clash = z.infer<typeof Clash>;

/** Two records that requests named together. */
export const Conflict = z
  .object({
    entity: Entity,
    ids: z
      .array(z.string())
      .min(1)
      .max(2)
      .meta({
        description:
          "The records as they are now: the one that the latest request reached, or would have, then the other. Of a " +
          "`placeholder` there is only one.",
      }),
    clashes: z.array(Clash).min(1).meta({ description: "Newest first; of this page." }),
  })
  .meta({ id: "Conflict" });
export type Conflict = z.infer<typeof Conflict>;

/** The answer to `GET /api/conflicts`. */
export const ConflictList = z
  .object({
    data: z.array(Conflict).meta({ description: "By their latest clash, newest first." }),
    limit: z.int().positive(),
    nextCursor: z
      .string()
      .optional()
      .meta({ description: "`cursor` of the next page; absent at the end, and only there." }),
  })
  .meta({ id: "ConflictList" });
export type ConflictList = z.infer<typeof ConflictList>;
