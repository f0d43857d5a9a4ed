import type {
  ContactEmailAnswer,
  DeleteCompanyAnswer,
  DeleteContactAnswer,
  Subscription,
} from "@onefold/contract";
import { CONTACT } from "./contact-samples.ts";
import type { Examples } from "./operation-examples.ts";
import { SAMPLE } from "./sample-ids.ts";

const CONTACT_DELETED: DeleteContactAnswer = { success: true, deletedContactId: SAMPLE.contactId };
const COMPANY_DELETED: DeleteCompanyAnswer = { success: true, deletedCompanyId: SAMPLE.companyId };

const AFTER_EMAIL: ContactEmailAnswer = {
  success: true,
  data: CONTACT,
  job: { id: SAMPLE.jobId, url: SAMPLE.jobUrl },
};
const email = {
  params: { idOrEmail: SAMPLE.contactId, email: "jane@example.com" },
  answers: { 200: AFTER_EMAIL },
};
const removed = { ...email, params: { ...email.params, email: "j.example@example.com" } };

const SUBSCRIPTION: Subscription = { _id: SAMPLE.contactId, doNotContact: true };
const contact = { contactId: SAMPLE.contactId };

/** What changes single records besides upserts and merges. */
export const recordOperationExamples: Examples = {
  deleteContact: { params: { idOrEmail: "jane@example.com" }, answers: { 200: CONTACT_DELETED } },
  deleteCompany: {
    params: { idOrDomain: "example.com", force: "true" },
    answers: { 200: COMPANY_DELETED },
  },
  removeContactEmail: removed,
  setPrimaryContactEmail: email,
  setPrimaryContactEmailByPost: email,
  getSubscription: { params: contact, answers: { 200: SUBSCRIPTION } },
  unsubscribeContact: { params: contact },
  resubscribeContact: { params: contact },
};
