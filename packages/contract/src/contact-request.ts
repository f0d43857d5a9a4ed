import { z } from "zod";
import { FieldValue } from "./item.ts";
import { COLUMNS_MAX, ADDITIONAL_EMAILS_MAX, EMAIL_MAX, NAME_MAX, TEXT_MAX } from "./limits.ts";

const name = () => z.string().max(NAME_MAX).nullish();
const text = () => z.string().max(TEXT_MAX).nullish();

/**
 * The body of `POST /api/contacts`. Problems are reported in the order of its keys. Empty values (`null`,
 * `""`, blank, `[]`) are dropped before it is applied. Canonical forms and rules across fields are checked
 * beside it.
 */
export const ContactRequest = z
  .object({
    contactId: z.string().nullish().meta({
      description: "Update exactly this record; never create one.",
      example: "ctc_Nx4qJwS0dV2bTzK8m",
    }),
    email: z
      .string()
      .max(EMAIL_MAX)
      .nullish()
      .meta({ description: "Main key.", example: "jane@example.com" }),
    linkedinUrl: text().meta({
      description: "Alternative key.",
      example: "https://www.linkedin.com/in/jane-example",
    }),
    linkedinUrlSalesNav: text().meta({
      description: "Alternative key: a Sales Navigator lead.",
      example: "https://www.linkedin.com/sales/lead/ACwAAAExample",
    }),
    additionalEmails: z
      .array(z.string())
      .max(ADDITIONAL_EMAILS_MAX)
      .nullish()
      .meta({ description: "Added as aliases: later requests match them too. At most 20 on a record." }),
    firstName: name(),
    lastName: name(),
    phone: name(),
    jobTitle: text(),
    jobDescription: text(),
    picture: text().meta({ description: "An http or https URL." }),
    timezone: name(),
    industry: text(),
    languages: text(),
    location: text(),
    skills: text(),
    summary: text(),
    tagline: text(),
    contactOwner: name().meta({
      description: "A member's id or e-mail. No match: the key's owner, with a warning.",
    }),
    source: name().meta({ description: "Set on creation only; `api` by default." }),
    companyId: name().meta({ description: "Links an existing company; the first given of the three wins." }),
    companyDomain: text(),
    companyLinkedinUrl: text(),
    clearFields: z
      .array(z.string())
      .max(COLUMNS_MAX)
      .nullish()
      .meta({ description: "Names of fields to empty." }),
    observedAt: z
      .string()
      .nullish()
      .meta({ description: "ISO 8601 date: when the source saw this.", example: "2026-11-02T09:30:00.000Z" }),
  })
  .catchall(FieldValue.nullable())
  .meta({
    id: "ContactRequest",
    description:
      'At least one of contactId, email, linkedinUrl and linkedinUrlSalesNav. Other keys are custom fields, registered beforehand. Empty values (null, "", blank, []) are ignored.',
  });
export type ContactRequest = z.infer<typeof ContactRequest>;

/** The fields of a contact that every team has: what `fields` of an answer and `clearFields` can name. */
export const CONTACT_FIELDS = [
  "firstName",
  "lastName",
  "phone",
  "jobTitle",
  "jobDescription",
  "picture",
  "timezone",
  "industry",
  "languages",
  "location",
  "skills",
  "summary",
  "tagline",
] as const satisfies readonly (keyof typeof ContactRequest.shape)[];
