import { z } from "zod";
import type { DeclaredEntity } from "./entities/define-entity.ts";
import type { NamesOf } from "./entities/parts.ts";
import { typed } from "./entities/typed.ts";
import type { ENTITIES } from "./entities/index.ts";
import type { Entity } from "./entity.ts";
import { FieldValue } from "./item.ts";
import { MatchedBy } from "./matched-by.ts";
import { Change, FieldRejection, JOB_CHANGES, Warning } from "./receipt.ts";
import { JobLink, TeamId, Timestamp, UserId } from "./wire-parts.ts";

const commonParts = {
  fields: z.record(z.string(), FieldValue).meta({
    description: "By name, and `linkedinUrl` once more, as lemlist has it.",
  }),
  ownerId: UserId.optional(),
  source: z.string(),
  createdAt: Timestamp,
  createdBy: UserId,
};

/** The name of a record's first identifier. Each entity shows that in its own way. */
type Main = "email" | "domain";
type ShownOf<D extends DeclaredEntity> = Exclude<NamesOf<D["body"], "identifier">, Main>;
type ShownIdentifiers<D extends DeclaredEntity> = Record<ShownOf<D>, z.ZodOptional<z.ZodString>>;
/** The names of all other identifiers of an entity. */
export type ShownIdentifier<E extends Entity> = ShownOf<(typeof ENTITIES)[E]>;

/** Gives what records have in common on the wire, in upsert answers and when read. */
export function recordParts<D extends DeclaredEntity>(entity: D) {
  return { teamId: TeamId, ...shownIdentifiers(entity), ...commonParts };
}

const HIDDEN = "Absent where the record was there before and the API key sees only what it gave.";

/** Gives the same for the answer of an upsert, whose key may see only a part of the record. */
export function upsertedParts<D extends DeclaredEntity>(entity: D) {
  const { fields, source, createdAt, createdBy } = commonParts;
  return {
    ...recordParts(entity),
    fields: fields.meta({
      description:
        "All of the record, or what the request gave where the API key sees no more; and `linkedinUrl` once more, as lemlist has it.",
    }),
    source: source.optional().meta({ description: HIDDEN }),
    createdAt: createdAt.optional().meta({ description: HIDDEN }),
    createdBy: createdBy.optional().meta({ description: HIDDEN }),
  };
}

/** Gives the primary value of each identifier but the first, under the name of its part. */
function shownIdentifiers<D extends DeclaredEntity>({ identifiers }: D): ShownIdentifiers<D> {
  const [, ...others] = identifiers;
  return typed(Object.fromEntries(others.map(({ field }) => [field, z.string().optional()])));
}

export const hiddenFlag = z.boolean().optional().meta({ description: HIDDEN });

/** What an upsert's answer says beside the record itself. */
export const upsertParts = {
  created: z.boolean(),
  updated: z
    .literal(true)
    .optional()
    .meta({
      description:
        "lemlist's word for: the record was there before. It stands there also where nothing changed, and is absent " +
        "where it was created. What happened is in `outcome`.",
    }),
  outcome: z.enum(["created", "updated", "unmodified"]),
  matchedBy: MatchedBy.optional(),
  changes: z.record(z.string(), Change).meta({ description: JOB_CHANGES }),
  /** Records that this upsert merged into this one. Present only if there are some. */
  mergedIds: z.array(z.string()).optional(),
};

/** What stands around an upsert's `data`. */
export const answerParts = {
  success: z.literal(true),
  warnings: z.array(Warning),
  fieldRejections: z.array(FieldRejection),
  /** Absent for a dry run, which has no job. */
  job: JobLink.optional(),
  undoUrl: z.string().optional().meta({ description: "POST there to take back what this request merged." }),
  dryRun: z.literal(true).optional().meta({
    description:
      "Only in the answer to `dryRun=true`: nothing was written or queued, there is no `job`, and the `_id` of a record that would be created is made up.",
  }),
};
