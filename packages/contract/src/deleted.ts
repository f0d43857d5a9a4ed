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
  .object({ success: z.literal(true), deletedCompanyId: CompanyId, erasing: Erasing })
  .meta({ id: "DeleteCompanyAnswer" });
export type DeleteCompanyAnswer = z.infer<typeof DeleteCompanyAnswer>;
