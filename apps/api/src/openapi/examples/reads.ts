import type { CompanyList, ContactList, History } from "@onefold/contract";
import { COMPANY } from "./company-samples.ts";
import { CONTACT } from "./contact-samples.ts";
import type { Examples } from "./operation-examples.ts";
import { SAMPLE, SAMPLE_TIME } from "./sample-ids.ts";

const CONTACT_LIST: ContactList = { data: [CONTACT], total: 1, limit: 100, offset: 0 };
const COMPANY_LIST: CompanyList = { data: [COMPANY], total: 1, limit: 100, offset: 0 };

const history = (recordId: string): History => ({
  data: [
    {
      at: SAMPLE_TIME,
      action: "upsert",
      outcome: "created",
      changes: { jobTitle: { to: "CTO" } },
      warnings: [],
      fieldRejections: [],
      source: "api",
      recordId,
      job: { id: SAMPLE.jobId, url: SAMPLE.jobUrl },
      row: 0,
      keyId: SAMPLE.keyId,
      keyName: "crm",
      userId: SAMPLE.userId,
    },
  ],
  limit: 100,
});

export const readExamples: Examples = {
  listContacts: { params: { search: "jane" }, answers: { 200: CONTACT_LIST } },
  listCompanies: { params: { search: "exa" }, answers: { 200: COMPANY_LIST } },
  getContactHistory: {
    params: { idOrEmail: "jane@example.com" },
    answers: { 200: history(SAMPLE.contactId) },
  },
  getCompanyHistory: { params: { idOrDomain: "example.com" }, answers: { 200: history(SAMPLE.companyId) } },
  exportContacts: {
    params: { format: "csv" },
    texts: {
      "text/csv": `_id,email,firstName\r\n${SAMPLE.contactId},jane@example.com,Jane\r\n`,
      "application/x-ndjson": `${JSON.stringify(CONTACT)}\n`,
    },
  },
  exportCompanies: {
    params: { format: "csv" },
    texts: {
      "text/csv": `_id,domain,name\r\n${SAMPLE.companyId},example.com,Example Ltd\r\n`,
      "application/x-ndjson": `${JSON.stringify(COMPANY)}\n`,
    },
  },
};
