import type {
  MergeCompaniesAnswer,
  MergeContactsAnswer,
  MergeRequestBody,
  UndoCompaniesMergeAnswer,
  UndoContactsMergeAnswer,
} from "@onefold/contract";
import { COMPANY } from "./company-samples.ts";
import { CONTACT } from "./contact-samples.ts";
import type { Examples } from "./operation-examples.ts";
import { SAMPLE } from "./sample-ids.ts";

const job = { id: SAMPLE.jobId, url: SAMPLE.jobUrl };
const params = { jobId: SAMPLE.jobId, row: 0 };

const mergeContacts: MergeRequestBody = {
  primaryId: SAMPLE.contactId,
  secondaryIds: ["j.example@example.com"],
};

const CONTACTS_MERGED: MergeContactsAnswer = {
  success: true,
  merged: true,
  primaryId: SAMPLE.contactId,
  mergedIds: [SAMPLE.otherContactId],
  remainingIds: [],
  rejectedFields: [
    {
      field: "jobTitle",
      reason: "stale",
      rejectedValue: "VP Engineering",
      conflictingRecordId: SAMPLE.otherContactId,
    },
  ],
  data: {
    ...CONTACT,
    emails: [...CONTACT.emails, { value: "j.example@example.com" }],
  },
  job,
  undoUrl: `/api/contacts/merge/${SAMPLE.jobId}/undo`,
};

const CONTACTS_UNDONE: UndoContactsMergeAnswer = {
  success: true,
  undone: true,
  primaryId: SAMPLE.contactId,
  restoredIds: [SAMPLE.otherContactId],
  data: CONTACT,
  job,
};

const mergeCompanies: MergeRequestBody = {
  primaryId: SAMPLE.companyId,
  secondaryIds: [SAMPLE.otherCompanyId],
};

const COMPANIES_MERGED: MergeCompaniesAnswer = {
  success: true,
  merged: true,
  primaryId: SAMPLE.companyId,
  mergedIds: [SAMPLE.otherCompanyId],
  remainingIds: [],
  data: COMPANY,
  job,
  undoUrl: `/api/companies/merge/${SAMPLE.jobId}/undo`,
};

const COMPANIES_UNDONE: UndoCompaniesMergeAnswer = {
  success: true,
  undone: true,
  primaryId: SAMPLE.companyId,
  restoredIds: [SAMPLE.otherCompanyId],
  data: COMPANY,
  job,
};

export const mergeExamples: Examples = {
  mergeContacts: { request: mergeContacts, answers: { 200: CONTACTS_MERGED } },
  undoContactsMerge: { params, answers: { 200: CONTACTS_UNDONE } },
  mergeCompanies: { request: mergeCompanies, answers: { 200: COMPANIES_MERGED } },
  undoCompaniesMerge: { params, answers: { 200: COMPANIES_UNDONE } },
};
