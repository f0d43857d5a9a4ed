import { z } from "zod";
import { MERGE_SECONDARIES_MAX } from "./limits.ts";
import { CompanyId, ContactId } from "./wire-parts.ts";

const request = (names: string, example: string[]) =>
  z.strictObject({
    ids: z
      .array(z.string())
      .min(2)
      .max(MERGE_SECONDARIES_MAX + 1)
      .meta({ description: `Each ${names}.`, example }),
  });

/** The body of `POST` and `DELETE /api/contacts/different`. */
export const DifferentContactsRequest = request("a contact's id or one of its e-mails", [
  "ctc_Nx4qJwS0dV2bTzK8m",
  "j.doe@example.com",
]).meta({ id: "DifferentContactsRequest" });

/** The body of `POST` and `DELETE /api/companies/different`. */
export const DifferentCompaniesRequest = request("a company's id or one of its domains", [
  "cpn_Nx4qJwS0dV2bTzK8m",
  "acme.example",
]).meta({ id: "DifferentCompaniesRequest" });

const noted = <Id extends z.ZodType>(id: Id) =>
  z.object({
    success: z.literal(true),
    different: z.boolean().meta({ description: "Whether they are noted as different now." }),
    ids: z.array(id).meta({ description: "The records, in the order of the request." }),
  });

export const DifferentContactsAnswer = noted(ContactId).meta({ id: "DifferentContactsAnswer" });
export type DifferentContactsAnswer = z.infer<typeof DifferentContactsAnswer>;

export const DifferentCompaniesAnswer = noted(CompanyId).meta({ id: "DifferentCompaniesAnswer" });
export type DifferentCompaniesAnswer = z.infer<typeof DifferentCompaniesAnswer>;
