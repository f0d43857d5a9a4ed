import { z } from "zod";
import { contact } from "./entities/contact.ts";
import { FieldRejection } from "./receipt.ts";
import { JOBS_MAX } from "./limits.ts";
import { answerParts, hiddenFlag, recordParts, upsertedParts, upsertParts } from "./record-parts.ts";
import { CompanyId, ContactId, Timestamp } from "./wire-parts.ts";

/** What a contact does at a company, or did. */
export const ContactJob = z
  .object({
    companyId: CompanyId,
    companyName: z.string().optional().meta({
      description: "As it is now. Absent in the answer of an upsert, and where the company has none.",
    }),
    jobTitle: z.string().optional(),
    jobDescription: z.string().optional(),
    current: z.boolean().meta({ description: "Whether the contact is linked to this company now." }),
    since: Timestamp.meta({ description: "When the first request was accepted that linked them." }),
  })
  .meta({ id: "ContactJob" });
export type ContactJob = z.infer<typeof ContactJob>;

const jobs = z.array(ContactJob);
const JOBS = `The companies that the contact is or was linked to: first the one of now, then the others, the latest first. At most ${JOBS_MAX}.`;

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
      jobs: jobs.optional().meta({ description: `${JOBS} Absent where the API key sees only what it gave.` }),
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
    jobs: jobs.meta({ description: JOBS }),
    updatedAt: Timestamp,
    /** Always empty: campaigns are lemlist's. lemlist's clients check that the array is there. */
    campaigns: z.array(z.string()),
    fieldRejections: z.array(FieldRejection),
  })
  .meta({ id: "Contact" });
export type Contact = z.infer<typeof Contact>;
