import { z } from "zod";
import { FieldRejection } from "./receipt.ts";
import { answerParts, recordParts, upsertParts } from "./record-parts.ts";
import { CompanyId, Timestamp } from "./wire-parts.ts";

const companyParts = {
  _id: CompanyId,
  ...recordParts,
  name: z.string().optional(),
  domain: z.string().optional(),
};

/** The answer to `POST /api/companies` once its item is applied: 201 or 200. */
export const UpsertCompanyAnswer = z
  .object({ ...answerParts, data: z.object({ ...companyParts, ...upsertParts }) })
  .meta({ id: "UpsertCompanyAnswer" });
export type UpsertCompanyAnswer = z.infer<typeof UpsertCompanyAnswer>;

/** `GET /api/companies/{idOrDomain}`. */
export const Company = z
  .object({ ...companyParts, updatedAt: Timestamp, fieldRejections: z.array(FieldRejection) })
  .meta({ id: "Company" });
export type Company = z.infer<typeof Company>;
