import { ACCEPTED } from "./accepted.ts";
import { COMPANY, COMPANY_CREATED, COMPANY_REQUEST, COMPANY_UPDATED } from "./company-samples.ts";
import type { Examples } from "./operation-examples.ts";

export const companyExamples: Examples = {
  upsertCompany: {
    request: COMPANY_REQUEST,
    answers: { 200: COMPANY_UPDATED, 201: COMPANY_CREATED, 202: ACCEPTED },
  },
  getCompany: { params: { idOrDomain: "example.com" }, answers: { 200: COMPANY } },
};
