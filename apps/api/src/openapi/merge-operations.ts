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
    requestParams: { query: z.object({ dryRun }) },
    requestBody: { required: true, content: { "application/json": { schema: request } } },
    responses: {
      "200": answer("Merged; after a dry run, what it would come to.", merged),
      ...errors("INVALID_REQUEST", invalidId, "INVALID_JSON", "NOT_FOUND", "MERGE_TOO_LARGE", "413", "415"),
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
      "Records, identifiers and links are as they were. Refused once a later request has changed what was " +
      "moved, or once the survivor was merged again; `details` says by what.",
    requestParams: {
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
      "200": answer("Taken back.", undone),
      ...errors("INVALID_REQUEST", "NOT_FOUND", "UNDO_REFUSED", "JOB_EXPIRED"),
    },
  };
}
