import { Contact, ContactRequest, DeleteContactAnswer, UpsertContactAnswer } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";
import { contentLocation } from "../content-location.ts";
import { exportOperation, historyOperation, listOperation } from "../list-operations.ts";
import { mergeOperation, undoMergeOperation } from "../merge-operations.ts";
import { operationHeaders, replayedHeader } from "../operation-key.ts";
import { upsertOperation } from "../upsert-operation.ts";

export const contactsPaths: ZodOpenApiPathsObject = {
  "/api/contacts": {
    get: listOperation("contacts"),
    post: upsertOperation({
      operationId: "upsertContact",
      summary: "Add or update a contact",
      request: ContactRequest,
      answer: UpsertContactAnswer,
      errors: [
        "MISSING_IDENTIFIER",
        "INVALID_CONTACT_ID",
        "CONTACT_NOT_FOUND_BY_ID",
        "INVALID_EMAIL",
        "INVALID_ADDITIONAL_EMAILS",
        "CONTACT_VALIDATION_FAILED",
      ],
    }),
  },
  "/api/contacts/export": { get: exportOperation("contacts") },
  "/api/contacts/merge": { post: mergeOperation("contacts") },
  "/api/contacts/merge/{jobId}/undo": { post: undoMergeOperation("contacts") },
  "/api/contacts/{idOrEmail}/history": { get: historyOperation("contacts") },
  "/api/contacts/{idOrEmail}": {
    get: {
      operationId: "getContact",
      summary: "Read a contact by its id or one of its e-mails",
      requestParams: {
        path: z.object({ idOrEmail: z.string().meta({ description: "An id, or any of the e-mails." }) }),
      },
      responses: { "200": answer("The contact.", Contact, contentLocation), ...errors("404") },
    },
    delete: {
      operationId: "deleteContact",
      summary: "Erase a contact",
      description:
        "Its identifiers and what is personal in its jobs' results are erased too; what was accepted before " +
        "doesn't bring it back.",
      requestParams: {
        path: z.object({ idOrEmail: z.string().meta({ description: "An id, or any of the e-mails." }) }),
        header: operationHeaders,
      },
      responses: {
        "200": answer("Erased.", DeleteContactAnswer, replayedHeader),
        ...errors("INVALID_REQUEST", "NOT_FOUND", "IDEMPOTENCY_KEY_REUSED"),
      },
    },
  },
};
