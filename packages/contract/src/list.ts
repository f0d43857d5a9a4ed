import { z } from "zod";
import { Company } from "./company.ts";
import { Contact } from "./contact.ts";

const list = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    total: z
      .int()
      .nonnegative()
      .meta({ description: "All that match; exact up to 10,000, an estimate from there on." }),
    totalIsEstimate: z.literal(true).optional().meta({ description: "Only where it is one." }),
    limit: z.int().positive(),
    offset: z.int().nonnegative().meta({ description: "How many come before the first of `data`." }),
    nextCursor: z
      .string()
      .optional()
      .meta({ description: "`cursor` of the next page; absent at the end, and only there." }),
  });

/** The answer to `GET /api/contacts`. */
export const ContactList = list(Contact).meta({ id: "ContactList" });
export type ContactList = z.infer<typeof ContactList>;

/** The answer to `GET /api/companies`. */
export const CompanyList = list(Company).meta({ id: "CompanyList" });
export type CompanyList = z.infer<typeof CompanyList>;

/** The same where `fields` chose what is shown. */
export const CompanySelection = list(Company.partial().required({ _id: true })).meta({
  id: "CompanySelection",
});
export type CompanySelection = z.infer<typeof CompanySelection>;
