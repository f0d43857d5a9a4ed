import { z } from "zod";
import { ErrorCode, WarningCode } from "./codes.ts";
import { Entity, IdentifierKind } from "./entity.ts";
import { FieldValue, RefusedValue } from "./item.ts";

export const Warning = z.object({
  code: WarningCode,
  field: z.string(),
  message: z.string(),
  /** The records that the warning is about. */
  recordIds: z.array(z.string()).optional(),
});
export type Warning = z.infer<typeof Warning>;

export const FieldRejection = RefusedValue.extend({
  /** The record that the value belongs to, or that is full or newer. */
  conflictingRecordId: z.string().optional(),
});
export type FieldRejection = z.infer<typeof FieldRejection>;

/** For `additionalEmails` it is an array of those that were added. */
const ChangedValue = z.union([FieldValue, z.array(z.string())]);

export const Change = z.object({ from: ChangedValue.optional(), to: ChangedValue.optional() });
export type Change = z.infer<typeof Change>;

/** How the changes of a record name what doesn't stand among its own fields. */
export const JOB_CHANGES =
  "`jobs/{companyId}/{field}` is a field of the contact's job at that company. It stands there where the contact's own " +
  "field didn't change to the same.";

export const ErrorDetail = z.object({ path: z.string(), code: ErrorCode, message: z.string() });
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/** What a record kept of one that it is or was linked to. */
export const SnapshotJob = z.object({
  companyId: z.string(),
  /** Known only where it is read: a receipt tells nothing of another record. */
  companyName: z.string().optional(),
  /** By the names of the record's own fields. */
  fields: z.record(z.string(), FieldValue),
  current: z.boolean(),
  /** Milliseconds since 1970. */
  since: z.number(),
});
export type SnapshotJob = z.infer<typeof SnapshotJob>;

/** A record as it stood right after an item, or as it stands now. */
export const RecordSnapshot = z.object({
  recordId: z.string(),
  teamId: z.string(),
  /** Standard and custom fields that have a value. */
  fields: z.record(z.string(), FieldValue),
  /** Canonical values by kind: the primary one first, then the aliases by age. */
  identifiers: z.partialRecord(IdentifierKind, z.array(z.string())),
  ownerId: z.string().optional(),
  companyId: z.string().optional(),
  /** Present only if there are some. */
  jobs: z.array(SnapshotJob).optional(),
  source: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  createdBy: z.string(),
  updatedAt: z.number(),
  /** Present only if it is true. Its own route or a row of an upload sets it, never a single upsert. */
  unsubscribed: z.literal(true).optional(),
});
export type RecordSnapshot = z.infer<typeof RecordSnapshot>;

/** What a receipt can tell of besides upserts: what the routes of a single record do. */
export const RecordAction = z.enum([
  "merge",
  "undo-merge",
  "remove-email",
  "set-primary-email",
  "unsubscribe",
  "resubscribe",
]);
export type RecordAction = z.infer<typeof RecordAction>;

/**
 * What an undo did with what the merge had brought to the survivor. It names fields, and each identifier by its field.
 */
export const MergeUndone = z.object({
  moved: z.array(z.string()).meta({ description: "Went back." }),
  kept: z.array(z.string()).meta({
    description:
      "Was written since: the survivor keeps the new value, the other record has the value that it had.",
  }),
  left: z.array(z.string()).meta({
    description: "An identifier that was removed since, and that nobody got back.",
  }),
});
export type MergeUndone = z.infer<typeof MergeUndone>;

/** What became of an applied item. */
export const Applied = z.object({
  outcome: z.enum(["created", "updated", "unmodified"]),
  /** Absent for an upsert. */
  action: RecordAction.optional(),
  /** Records that were merged into this one, by `merge` or by an upsert with `onConflict=merge`. */
  mergedIds: z.array(z.string()).optional(),
  /** Present for an undo: what became of what the merge had brought. */
  undo: MergeUndone.optional(),
  /** Set for a row of a dry run: nothing of it was done. */
  dryRun: z.literal(true).optional(),
  /** The request's field that found the record. Absent if a record was created. */
  matchedBy: z.string().optional(),
  /**
   * The fields that the item gave. Present if its key may see no others, unless the item created the record: that has
   * no others.
   */
  given: z.array(z.string()).optional(),
  changes: z.record(z.string(), Change),
  warnings: z.array(Warning),
  fieldRejections: z.array(FieldRejection),
  record: RecordSnapshot,
});
export type Applied = z.infer<typeof Applied>;

/**
 * Why what a rejected row gave isn't kept. `erased`: it named a record that was deleted since. `expired`: nobody could
 * be recognised in it, and its time is over. `crowded`: it named too many for any of them to be found again.
 */
export const InputDropped = z.enum(["erased", "expired", "crowded"]);
export type InputDropped = z.infer<typeof InputDropped>;

/** The member of a rejected row's input that has all of a row that could not be read, as a text. */
export const RAW = "_raw";

/** What the records' database said when it refused a value. It has no value in it. */
export const DeadLetterCause = z.object({
  sqlState: z.string().meta({ description: "As Postgres' manual lists them (appendix A)." }),
  constraint: z.string().optional(),
  column: z.string().optional(),
});
export type DeadLetterCause = z.infer<typeof DeadLetterCause>;

/**
 * What is kept of an accepted item that can't be applied as it is, and that somebody may mend, replay or drop. It goes with
 * the input: what an erasure drops is no dead letter any more.
 */
export const Letter = z.object({
  /** Unknown where the item couldn't be read. */
  entity: Entity.optional(),
  /**
   * The upsert as it was accepted, as JSON. It is a text, so that nothing in it is what can't be stored. Absent where it
   * couldn't be read.
   */
  content: z.string().optional(),
  /** How often it was refused. */
  tries: z.int().positive(),
  /** When it was last replayed in vain, in milliseconds since 1970. */
  triedAt: z.number().optional(),
  cause: DeadLetterCause.optional(),
});
export type Letter = z.infer<typeof Letter>;

/** Why an accepted item was not applied at all. */
export const Rejected = z.object({
  outcome: z.literal("rejected"),
  code: ErrorCode,
  message: z.string(),
  /** Present for a row of an upload: the line where the row begins, from 1. */
  line: z.int().positive().optional(),
  details: z.array(ErrorDetail).optional(),
  /** What a row of an upload gave, by field, so that it can be mended and sent again. */
  input: z.record(z.string(), z.unknown()).optional(),
  /** Set if the row gave something else, which can't be stored as it is. */
  inputAltered: z.literal(true).optional(),
  /** Why the input isn't kept, or not any more. */
  inputDropped: InputDropped.optional(),
  /** Set for a dead letter. */
  letter: Letter.optional(),
});
export type Rejected = z.infer<typeof Rejected>;

/** What is left of an applied item's result once its record was deleted. It has nothing personal. */
export const Erased = z.object({
  outcome: z.literal("erased"),
  applied: Applied.shape.outcome,
  action: Applied.shape.action,
});
export type Erased = z.infer<typeof Erased>;

/** The final state of an item. It is stored in the transaction of its effect: see G1 and G2 in docs/guarantees.md. */
export type ItemResult = Applied | Rejected;

/** What a receipt can hold. */
export const StoredResult = z.discriminatedUnion("outcome", [Applied, Rejected, Erased]);
export type StoredResult = z.infer<typeof StoredResult>;
