import { z } from "zod";
import { Contact } from "./contact.ts";
import { JobLink } from "./wire-parts.ts";

/** The answer of the routes under `/api/contacts/{idOrEmail}/emails/{email}`: the contact after the change. */
export const ContactEmailAnswer = z
  .object({ success: z.literal(true), data: Contact, job: JobLink })
  .meta({ id: "ContactEmailAnswer" });
export type ContactEmailAnswer = z.infer<typeof ContactEmailAnswer>;
