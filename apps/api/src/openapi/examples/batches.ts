import type { BatchAcceptedAnswer } from "@onefold/contract";
import type { Examples } from "./operation-examples.ts";
import { SAMPLE, SAMPLE_TIME } from "./sample-ids.ts";

const CONTACTS = [
  { email: "jane@example.com", firstName: "Jane", jobTitle: "CTO" },
  { email: "john@example.com", firstName: "John", companyDomain: "example.com" },
];
const COMPANIES = [
  { name: "Example Ltd", domain: "example.com" },
  { name: "Example GmbH", domain: "example.org", size: "11-50" },
];

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** The same rows in each format. */
export const BATCH_BODIES = {
  contacts: {
    json: CONTACTS,
    ndjson: lines(CONTACTS),
    csv: "E-mail;First name;Job title\njane@example.com;Jane;CTO\njohn@example.com;John;\n",
  },
  companies: {
    json: COMPANIES,
    ndjson: lines(COMPANIES),
    csv: 'Company,Website,Size\nExample Ltd,example.com,\n"Example GmbH",example.org,11-50\n',
  },
} as const;

const ACCEPTED: BatchAcceptedAnswer = {
  success: true,
  job: { id: SAMPLE.jobId, status: "active", url: SAMPLE.jobUrl, acceptedAt: SAMPLE_TIME },
  rows: { read: 2, accepted: 2, rejected: 0 },
  csv: {
    delimiter: ";",
    charset: "utf-8",
    columns: [
      { header: "E-mail", field: "email" },
      { header: "First name", field: "firstName" },
      { header: "Job title", field: "jobTitle" },
    ],
  },
};

export const batchExamples: Examples = {
  uploadContacts: { answers: { 202: ACCEPTED } },
  uploadCompanies: { answers: { 202: ACCEPTED } },
};
