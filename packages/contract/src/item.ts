import { z } from "zod";
import { LINK_FIELDS } from "./entities/index.ts";
import { RejectionReason } from "./codes.ts";
import { Entity, Identifier } from "./entity.ts";

/** A value that a field can hold, as JSON has it. */
export const FieldValue = z.union([z.string(), z.number(), z.boolean()]);
export type FieldValue = z.infer<typeof FieldValue>;

/** A clock: microseconds since 1970, an integer under 2^53 (docs/architecture.md#clocks). */
export const Clock = z.int().nonnegative();
export type Clock = number;

/**
 * The name of an item. It is fixed before the item gets a clock or is enqueued, and every retry keeps it. With the
 * clock it is all that is needed to write a receipt, so it stands outside the body.
 */
export const ItemRef = z.object({
  teamId: z.string().min(1),
  jobId: z.string().min(1),
  /** The row's number; 0 for a single POST. */
  row: z.int().nonnegative(),
  /** Milliseconds since 1970, as in the job id. Their UTC day is part of the receipt's key. */
  acceptedAt: z.int().nonnegative(),
  /** Set for a row of an upload: its job has counts and an end of its own, and can be cancelled. */
  upload: z.literal(true).optional(),
});
export type ItemRef = z.infer<typeof ItemRef>;

/** What to do when the identifiers of one item name several records. */
export const OnConflict = z.enum(["prefer", "strict", "merge"]);
export type OnConflict = z.infer<typeof OnConflict>;

/** A value that was refused when the item was accepted. The receipt tells of it. */
export const RefusedValue = z.object({
  field: z.string(),
  reason: RejectionReason,
  /** Absent if the item would have emptied the field. */
  rejectedValue: FieldValue.optional(),
  /** What the field takes. */
  message: z.string().optional(),
});
export type RefusedValue = z.infer<typeof RefusedValue>;

/** How a contact names the company that it works for. */
export const CompanyLink = z.object({
  /** The request's own field, for warnings. */
  field: z.enum(LINK_FIELDS),
  /** A record id, or the canonical value of the identifier. */
  value: z.string(),
  /** Set if it is to be created where nobody has the identifier, with the name that the request gives it. */
  create: z.object({ name: z.string().optional() }).optional(),
});
export type CompanyLink = z.infer<typeof CompanyLink>;

/** One upsert, validated and in canonical form. This is what a worker applies. */
export const Upsert = z.object({
  entity: Entity,
  userId: z.string(),
  keyId: z.string(),
  onConflict: OnConflict,
  /** The `contactId` or `companyId`: exactly this record is updated, and none is created. */
  recordId: z.string().optional(),
  /** At most one identifier of each kind, strongest first. Each is also a value to set as the record's primary. */
  identifiers: z.array(Identifier),
  /** Further e-mails. Later requests match by them, but none becomes the primary. */
  aliases: z.array(z.string()).optional(),
  /** Standard and custom fields by wire name. It has no empty values and no identifiers. */
  set: z.record(z.string(), FieldValue),
  /** The fields to empty. */
  clear: z.array(z.string()).optional(),
  /** A member's id or e-mail, as given. */
  owner: z.string().optional(),
  company: CompanyLink.optional(),
  source: z.string().optional(),
  /** Microseconds since 1970. */
  observedAt: z.int().optional(),
  /** Set for a row of an upload that says that the person opted out, or may be written to again. */
  consent: z
    .object({
      unsubscribed: z.boolean(),
      /** When it was said, in microseconds since 1970, if the row tells it. */
      at: z.int().nonnegative().optional(),
    })
    .optional(),
  /** What was refused at the acceptance. The item is applied without it, and its receipt says so. */
  rejections: z.array(RefusedValue).optional(),
  /** The former clock of a row that is sent again. It brings nobody back who was deleted since then. */
  retryOf: Clock.optional(),
  /**
   * Set for a dry run: it says what the item would come to after the rows before it in its job, and changes no record.
   */
  dryRun: z.literal(true).optional(),
  /** Set if the key may give no e-mail or URL to a record that is there already. */
  keepsIdentifiers: z.literal(true).optional(),
  /** How many items may have brought identifiers of one kind to a record, if it isn't the default. */
  suspiciousAfter: z.int().positive().optional(),
  /** Set if the key sees only what it gave: the receipt has to say what that was. */
  namesGiven: z.literal(true).optional(),
  /** Set for a company that a contact's item has created: one that is there already is left as it is. */
  onlyCreates: z.literal(true).optional(),
});
export type Upsert = z.infer<typeof Upsert>;

/** An item as a worker receives it. */
export type Item = { readonly ref: ItemRef; readonly clock: Clock; readonly upsert: Upsert };
