import { z } from "zod";
import { LINK_FIELDS } from "./entities/index.ts";
import { RejectionReason } from "./codes.ts";
import { Entity, Identifier } from "./entity.ts";

/** A value as JSON has it; what a field can hold. */
export const FieldValue = z.union([z.string(), z.number(), z.boolean()]);
export type FieldValue = z.infer<typeof FieldValue>;

/** A clock: microseconds since 1970, an integer under 2^53 (docs/architecture.md#clocks). */
export const Clock = z.int().nonnegative();
export type Clock = number;

/**
 * The name of an item: fixed before it gets a clock or is enqueued, and kept by every retry. With its
 * clock it is all that is needed to write a receipt, so it stands outside the body.
 */
export const ItemRef = z.object({
  teamId: z.string().min(1),
  jobId: z.string().min(1),
  /** 0 for a single POST. */
  row: z.int().nonnegative(),
  /** Milliseconds since 1970; the job id carries the same. Its UTC day is part of the receipt's key. */
  acceptedAt: z.int().nonnegative(),
  /** A row of an upload: its job has counts and an end of its own, and can be cancelled. */
  upload: z.literal(true).optional(),
});
export type ItemRef = z.infer<typeof ItemRef>;

/** What to do when the identifiers of one item name several records. */
export const OnConflict = z.enum(["prefer", "strict", "merge"]);
export type OnConflict = z.infer<typeof OnConflict>;

/** A value that was refused when the item was accepted: its receipt tells it. */
export const RefusedValue = z.object({
  field: z.string(),
  reason: RejectionReason,
  /** Left out where the item would have emptied the field. */
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
});
export type CompanyLink = z.infer<typeof CompanyLink>;

/** One upsert, validated and in canonical form: what a worker applies. */
export const Upsert = z.object({
  entity: Entity,
  userId: z.string(),
  keyId: z.string(),
  onConflict: OnConflict,
  /** `contactId` or `companyId`: update exactly this record, never create. */
  recordId: z.string().optional(),
  /** At most one of each kind, strongest first; each is also a value to set as the record's primary. */
  identifiers: z.array(Identifier),
  /** Further e-mails: matched by later requests, never the primary. */
  aliases: z.array(z.string()).optional(),
  /** Standard and custom fields by wire name; no empty values, no identifiers. */
  set: z.record(z.string(), FieldValue),
  /** Fields to empty. */
  clear: z.array(z.string()).optional(),
  /** A member's id or e-mail, as given. */
  owner: z.string().optional(),
  company: CompanyLink.optional(),
  source: z.string().optional(),
  /** Microseconds since 1970. */
  observedAt: z.int().optional(),
  /** Of a row of an upload: that the person opted out, or may be written to again. */
  consent: z
    .object({
      unsubscribed: z.boolean(),
      /** When it was said, in microseconds since 1970, where the row tells it. */
      at: z.int().nonnegative().optional(),
    })
    .optional(),
  /** What of it was refused at its acceptance: it is applied without, and its receipt says so. */
  rejections: z.array(RefusedValue).optional(),
  /** Of a row that is sent again: its clock of before. Who was deleted since then isn't brought back by it. */
  retryOf: Clock.optional(),
  /** Says what it would come to, as a row of its job that sees the rows before it, and changes no record. */
  dryRun: z.literal(true).optional(),
  /** Its key may give no e-mail or URL to a record that is there. */
  keepsIdentifiers: z.literal(true).optional(),
  /** How many items may have brought identifiers of one kind to a record; the default where it isn't said. */
  suspiciousAfter: z.int().positive().optional(),
  /** Its key sees nothing but what it gave: the receipt is to say what that was. */
  namesGiven: z.literal(true).optional(),
});
export type Upsert = z.infer<typeof Upsert>;

/** An item as a worker receives it. */
export type Item = { readonly ref: ItemRef; readonly clock: Clock; readonly upsert: Upsert };
