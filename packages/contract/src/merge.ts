import { z } from "zod";
import { Company } from "./company.ts";
import { Contact } from "./contact.ts";
import { MERGE_SECONDARIES_MAX } from "./limits.ts";
import { FieldRejection, MergeUndone } from "./receipt.ts";
import { CompanyId, ContactId, JobLink } from "./wire-parts.ts";

const request = (names: string, primary: string, secondary: string) =>
  z.strictObject({
    primaryId: z.string().meta({ description: `The survivor: ${names}.`, example: primary }),
    secondaryIds: z
      .array(z.string())
      .min(1)
      .max(MERGE_SECONDARIES_MAX)
      .meta({ description: `Those to merge into it: each ${names}.`, example: [secondary] }),
  });

/** The body of `POST /api/contacts/merge`. */
export const MergeContactsRequest = request(
  "a contact's id or one of its e-mails",
  "ctc_Nx4qJwS0dV2bTzK8m",
  "j.doe@example.com",
).meta({ id: "MergeContactsRequest" });

/** The body of `POST /api/companies/merge`. */
export const MergeCompaniesRequest = request(
  "a company's id or one of its domains",
  "cpn_Nx4qJwS0dV2bTzK8m",
  "acme.example",
).meta({ id: "MergeCompaniesRequest" });

export type MergeRequestBody = z.infer<typeof MergeContactsRequest>;

const merged = <Id extends z.ZodType, Data extends z.ZodType>(id: Id, data: Data) =>
  z.object({
    success: z.literal(true),
    merged: z.literal(true),
    primaryId: id,
    mergedIds: z.array(id).meta({ description: "In the order of the request." }),
    remainingIds: z.array(id).meta({ description: "Always empty: a merge is all or nothing." }),
    rejectedFields: z
      .array(FieldRejection)
      .optional()
      .meta({ description: "Values of the others that the survivor's own stand against." }),
    data: data.meta({ description: "The survivor after it." }),
    dryRun: z.literal(true).optional().meta({ description: "Nothing was written." }),
    job: JobLink.optional().meta({ description: "Absent after a dry run." }),
    undoUrl: z.string().optional().meta({ description: "POST there to take the merge back." }),
  });

export const MergeContactsAnswer = merged(ContactId, Contact).meta({ id: "MergeContactsAnswer" });
export type MergeContactsAnswer = z.infer<typeof MergeContactsAnswer>;

export const MergeCompaniesAnswer = merged(CompanyId, Company).meta({ id: "MergeCompaniesAnswer" });
export type MergeCompaniesAnswer = z.infer<typeof MergeCompaniesAnswer>;

const undone = <Id extends z.ZodType, Data extends z.ZodType>(id: Id, data: Data) =>
  z.object({
    success: z.literal(true),
    undone: z.literal(true),
    primaryId: id,
    restoredIds: z.array(id),
    ...MergeUndone.shape,
    data: data.meta({ description: "The survivor after it." }),
    job: JobLink,
  });

/** The answer to `POST /api/contacts/merge/{jobId}/undo`. */
export const UndoContactsMergeAnswer = undone(ContactId, Contact).meta({ id: "UndoContactsMergeAnswer" });
export type UndoContactsMergeAnswer = z.infer<typeof UndoContactsMergeAnswer>;

/** The answer to `POST /api/companies/merge/{jobId}/undo`. */
export const UndoCompaniesMergeAnswer = undone(CompanyId, Company).meta({ id: "UndoCompaniesMergeAnswer" });
export type UndoCompaniesMergeAnswer = z.infer<typeof UndoCompaniesMergeAnswer>;
