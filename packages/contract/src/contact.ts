import { z } from "zod";
import { contact } from "./entities/contact.ts";
import { FieldRejection } from "./receipt.ts";
import { answerParts, hiddenFlag, recordParts, upsertedParts, upsertParts } from "./record-parts.ts";
import { CompanyId, ContactId, Timestamp } from "./wire-parts.ts";

const ownParts = {
  _id: ContactId,
  /** The primary one first, then the aliases by age. */
  emails: z.array(z.object({ value: z.string() })),
  /** Present only if a company is linked. */
  companyId: CompanyId.optional(),
};
const contactParts = { ...recordParts(contact), ...ownParts, unsubscribed: z.boolean() };

/** The answer to `POST /api/contacts` once its item is applied: 201 or 200. */
export const UpsertContactAnswer = z
  .object({
    ...answerParts,
    data: z.object({
      ...upsertedParts(contact),
      ...ownParts,
      unsubscribed: hiddenFlag,
      ...upsertParts,
      companyLinked: z.boolean(),
    }),
  })
  .meta({ id: "UpsertContactAnswer" });
export type UpsertContactAnswer = z.infer<typeof UpsertContactAnswer>;

/** The answer to `GET /api/contacts/{idOrEmail}`. */
export const Contact = z
  .object({
    ...contactParts,
    fullName: z.string().optional(),
    email: z.string().optional(),
    updatedAt: Timestamp,
    /** Always empty: campaigns are lemlist's. lemlist's clients check that the array is there. */
    campaigns: z.array(z.string()),
    fieldRejections: z.array(FieldRejection),
  })
  .meta({ id: "Contact" });
export type Contact = z.infer<typeof Contact>;
