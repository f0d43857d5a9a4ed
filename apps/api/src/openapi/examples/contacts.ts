import { ACCEPTED } from "./accepted.ts";
import { CONTACT, CONTACT_CREATED, CONTACT_REQUEST, CONTACT_UPDATED } from "./contact-samples.ts";
import type { Examples } from "./operation-examples.ts";

export const contactExamples: Examples = {
  upsertContact: {
    request: CONTACT_REQUEST,
    answers: { 200: CONTACT_UPDATED, 201: CONTACT_CREATED, 202: ACCEPTED },
  },
  getContact: { params: { idOrEmail: "jane@example.com" }, answers: { 200: CONTACT } },
};
