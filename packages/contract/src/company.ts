import { z } from "zod";
import { company } from "./entities/company.ts";
import { FieldRejection } from "./receipt.ts";
import { answerParts, recordParts, upsertedParts, upsertParts } from "./record-parts.ts";
import { CompanyId, Timestamp } from "./wire-parts.ts";

const ownParts = { _id: CompanyId, name: z.string().optional(), domain: z.string().optional() };

/** The answer to `POST /api/companies` once its item is applied: 201 or 200. */
export const UpsertCompanyAnswer = z
  .object({ ...answerParts, data: z.object({ ...upsertedParts(company), ...ownParts, ...upsertParts }) })
  .meta({ id: "UpsertCompanyAnswer" });
export type UpsertCompanyAnswer = z.infer<typeof UpsertCompanyAnswer>;

/** The answer to `GET /api/companies/{idOrDomain}`. */
export const Company = z
  .object({
    ...recordParts(company),
    ...ownParts,
    updatedAt: Timestamp,
    fieldRejections: z.array(FieldRejection),
  })
  .meta({ id: "Company" });
export type Company = z.infer<typeof Company>;
