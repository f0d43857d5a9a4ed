import { z } from "zod";
import { CompanyId, ContactId } from "./wire-parts.ts";

const Erasing = z
  .literal(true)
  .optional()
  .meta({ description: "Very many receipts tell of it: the workers strip the rest of them within minutes." });

/** The answer to `DELETE /api/contacts/{idOrEmail}`. */
export const DeleteContactAnswer = z
  .object({ success: z.literal(true), deletedContactId: ContactId, erasing: Erasing })
  .meta({ id: "DeleteContactAnswer" });
export type DeleteContactAnswer = z.infer<typeof DeleteContactAnswer>;

/** The answer to `DELETE /api/companies/{idOrDomain}`. */
export const DeleteCompanyAnswer = z
  .object({
    success: z.literal(true),
    deletedCompanyId: CompanyId,
    unlinkedContacts: z.int().nonnegative().optional().meta({
      description:
        "How many contacts were linked to it. Only with `force=true`, and not in a replayed answer.",
    }),
    erasing: Erasing,
  })
  .meta({ id: "DeleteCompanyAnswer" });
export type DeleteCompanyAnswer = z.infer<typeof DeleteCompanyAnswer>;
