import type { Company, CompanyRequest, UpsertCompanyAnswer } from "@onefold/contract";
import { SAMPLE, SAMPLE_LATER, SAMPLE_LINK, SAMPLE_TIME } from "./ids.ts";

export const COMPANY_REQUEST: CompanyRequest = {
  name: "Example Ltd",
  domain: "example.com",
  linkedinUrl: "https://www.linkedin.com/company/example",
  industry: "Software",
  size: "51-200",
};

const parts = {
  _id: SAMPLE.companyId,
  teamId: SAMPLE.teamId,
  name: "Example Ltd",
  domain: "example.com",
  linkedinUrl: "https://www.linkedin.com/company/example",
  fields: { name: "Example Ltd", industry: "Software", size: "51-200" },
  ownerId: SAMPLE.userId,
  source: "api",
  createdAt: SAMPLE_TIME,
  createdBy: SAMPLE.userId,
};

export const COMPANY: Company = { ...parts, updatedAt: SAMPLE_LATER, fieldRejections: [] };

export const COMPANY_CREATED: UpsertCompanyAnswer = {
  success: true,
  data: { ...parts, created: true, outcome: "created", changes: {} },
  warnings: [],
  fieldRejections: [],
  job: SAMPLE_LINK,
};

export const COMPANY_UPDATED: UpsertCompanyAnswer = {
  success: true,
  data: {
    ...parts,
    created: false,
    updated: true,
    outcome: "updated",
    matchedBy: "domain",
    changes: { size: { from: "11-50", to: "51-200" } },
  },
  warnings: [],
  fieldRejections: [],
  job: SAMPLE_LINK,
};
