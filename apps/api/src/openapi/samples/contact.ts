import type { Contact, ContactRequest, UpsertContactAnswer } from "@onefold/contract";
import { SAMPLE, SAMPLE_LATER, SAMPLE_LINK, SAMPLE_TIME } from "./ids.ts";

export const CONTACT_REQUEST: ContactRequest = {
  email: "jane@example.com",
  linkedinUrl: "https://www.linkedin.com/in/jane-example",
  firstName: "Jane",
  lastName: "Example",
  jobTitle: "CTO",
};

const parts = {
  _id: SAMPLE.contactId,
  teamId: SAMPLE.teamId,
  emails: [{ value: "jane@example.com" }],
  linkedinUrl: "https://www.linkedin.com/in/jane-example",
  fields: { firstName: "Jane", lastName: "Example", jobTitle: "CTO" },
  jobs: [],
  ownerId: SAMPLE.userId,
  source: "api",
  createdAt: SAMPLE_TIME,
  createdBy: SAMPLE.userId,
  unsubscribed: false,
};

export const CONTACT: Contact = {
  ...parts,
  fullName: "Jane Example",
  companyId: SAMPLE.companyId,
  jobs: [
    {
      companyId: SAMPLE.companyId,
      companyName: "Example",
      jobTitle: "CTO",
      current: true,
      since: SAMPLE_TIME,
    },
  ],
  email: "jane@example.com",
  updatedAt: SAMPLE_LATER,
  campaigns: [],
  fieldRejections: [],
};

export const CONTACT_CREATED: UpsertContactAnswer = {
  success: true,
  data: { ...parts, created: true, companyLinked: false, outcome: "created", changes: {} },
  warnings: [],
  fieldRejections: [],
  job: SAMPLE_LINK,
};

export const CONTACT_UPDATED: UpsertContactAnswer = {
  success: true,
  data: {
    ...parts,
    created: false,
    updated: true,
    companyLinked: false,
    outcome: "updated",
    matchedBy: "email",
    changes: { jobTitle: { from: "VP Engineering", to: "CTO" } },
  },
  warnings: [],
  fieldRejections: [],
  job: SAMPLE_LINK,
};
