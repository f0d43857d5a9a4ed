import {
  MergeCompaniesAnswer,
  MergeCompaniesRequest,
  MergeContactsAnswer,
  MergeContactsRequest,
  UndoCompaniesMergeAnswer,
  UndoContactsMergeAnswer,
} from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { answer, errors } from "./answers.ts";
import { operationHeaders, replayedHeader } from "./operation-key.ts";

const WORDS = {
  contacts: {
    noun: "Contacts",
    request: MergeContactsRequest,
    merged: MergeContactsAnswer,
    undone: UndoContactsMergeAnswer,
    invalidId: "INVALID_CONTACT_ID",
  },
  companies: {
    noun: "Companies",
    request: MergeCompaniesRequest,
    merged: MergeCompaniesAnswer,
    undone: UndoCompaniesMergeAnswer,
    invalidId: "INVALID_COMPANY_ID",
  },
} as const;

type Area = keyof typeof WORDS;

/** `POST /api/contacts/merge` and `POST /api/companies/merge` */
export function mergeOperation(area: Area): ZodOpenApiOperationObject {
  const { noun, request, merged, invalidId } = WORDS[area];
  return {
    operationId: `merge${noun}`,
    summary: `Merge ${area} into one`,
    description:
      "All or nothing. The survivor's own values stand, and what it lacks is taken from the others in their " +
      "order; their identifiers lead to the survivor from then on, and their ids answer as it. The same " +
      "request again answers the same.",
    requestParams: { query: z.object({ dryRun }), header: operationHeaders },
    requestBody: { required: true, content: { "application/json": { schema: request } } },
    responses: {
      "200": answer("Merged; after a dry run, what it would come to.", merged, replayedHeader),
      ...errors(
        "INVALID_REQUEST",
        invalidId,
        "INVALID_JSON",
        "NOT_FOUND",
        "MERGE_TOO_LARGE",
        "DELETED",
        "413",
        "415",
        "IDEMPOTENCY_KEY_REUSED",
      ),
    },
  };
}

const dryRun = z
  .enum(["true", "false"])
  .optional()
  .meta({ description: "`true`: the same answer, and nothing is written." });

/** `POST /api/contacts/merge/{jobId}/undo` and its twin for companies */
export function undoMergeOperation(area: Area): ZodOpenApiOperationObject {
  const { noun, undone } = WORDS[area];
  return {
    operationId: `undo${noun}Merge`,
    summary: `Take a merge of ${area} back`,
    description:
      "Records, identifiers and links are as they were; an opt-out or opt-in given since holds for all of them. " +
      "Refused once a later request has changed what was moved, once the survivor was merged again, or where it " +
      "would have no identifier left; `details` says by what.",
    requestParams: {
      header: operationHeaders,
      path: z.object({
        jobId: z.string().meta({
          description: "The job of the merge, or of an upsert with `onConflict=merge`.",
        }),
      }),
      query: z.object({
        row: z.int().min(0).optional().meta({ description: "Which item of the job; 0 by default." }),
      }),
    },
    responses: {
      "200": answer("Taken back.", undone, replayedHeader),
      ...errors(
        "INVALID_REQUEST",
        "NOT_FOUND",
        "UNDO_REFUSED",
        "JOB_EXPIRED",
        "DELETED",
        "IDEMPOTENCY_KEY_REUSED",
      ),
    },
  };
}
