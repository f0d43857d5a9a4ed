import { z } from "zod";
import { CompanyId, ContactId } from "./wire-parts.ts";

/** `DELETE /api/contacts/{idOrEmail}` */
export const DeleteContactAnswer = z
  .object({ success: z.literal(true), deletedContactId: ContactId })
  .meta({ id: "DeleteContactAnswer" });
export type DeleteContactAnswer = z.infer<typeof DeleteContactAnswer>;

/** `DELETE /api/companies/{idOrDomain}` */
export const DeleteCompanyAnswer = z
  .object({ success: z.literal(true), deletedCompanyId: CompanyId })
  .meta({ id: "DeleteCompanyAnswer" });
export type DeleteCompanyAnswer = z.infer<typeof DeleteCompanyAnswer>;
