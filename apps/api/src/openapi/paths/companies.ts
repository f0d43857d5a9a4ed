import { Company, CompanyRequest, DeleteCompanyAnswer, UpsertCompanyAnswer } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";
import { contentLocation } from "../content-location.ts";
import { exportOperation, historyOperation, listOperation } from "../list-operations.ts";
import { mergeOperation, undoMergeOperation } from "../merge-operations.ts";
import { operationHeaders, replayedHeader } from "../operation-key.ts";
import { upsertOperation } from "../upsert-operation.ts";

export const companiesPaths: ZodOpenApiPathsObject = {
  "/api/companies": {
    get: listOperation("companies"),
    post: upsertOperation({
      operationId: "upsertCompany",
      summary: "Add or update a company",
      request: CompanyRequest,
      answer: UpsertCompanyAnswer,
      errors: [
        "MISSING_REQUIRED_FIELD",
        "INVALID_COMPANY_ID",
        "COMPANY_NOT_FOUND_BY_ID",
        "INVALID_DOMAIN",
        "COMPANY_VALIDATION_FAILED",
      ],
    }),
  },
  "/api/companies/export": { get: exportOperation("companies") },
  "/api/companies/merge": { post: mergeOperation("companies") },
  "/api/companies/merge/{jobId}/undo": { post: undoMergeOperation("companies") },
  "/api/companies/{idOrDomain}/history": { get: historyOperation("companies") },
  "/api/companies/{idOrDomain}": {
    get: {
      operationId: "getCompany",
      summary: "Read a company by its id or one of its domains",
      requestParams: {
        path: z.object({ idOrDomain: z.string().meta({ description: "An id, or any of the domains." }) }),
      },
      responses: { "200": answer("The company.", Company, contentLocation), ...errors("404") },
    },
    delete: {
      operationId: "deleteCompany",
      summary: "Erase a company",
      description: "One that contacts are linked to is erased with `force=true` only.",
      requestParams: {
        path: z.object({ idOrDomain: z.string().meta({ description: "An id, or any of the domains." }) }),
        header: operationHeaders,
        query: z.object({
          force: z.enum(["true", "false"]).optional().meta({ description: "`true`: unlinks its contacts." }),
        }),
      },
      responses: {
        "200": answer("Erased.", DeleteCompanyAnswer, replayedHeader),
        ...errors("INVALID_REQUEST", "COMPANY_HAS_CONTACTS", "NOT_FOUND", "IDEMPOTENCY_KEY_REUSED"),
      },
    },
  },
};
