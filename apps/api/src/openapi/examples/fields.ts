import type {
  CreateFieldAnswer,
  CreateFieldRequest,
  DeleteFieldAnswer,
  FieldsAnswer,
} from "@onefold/contract";
import type { Examples } from "./operation-examples.ts";

const CREATE_FIELD: CreateFieldRequest = {
  entity: "contact",
  name: "seniority",
  label: "Seniority",
  type: "text",
};

const CREATED_FIELD: CreateFieldAnswer = {
  success: true,
  data: { entity: "contact", name: "seniority", label: "Seniority", type: "text", source: "custom" },
};

const FIELDS: FieldsAnswer = {
  success: true,
  data: {
    contact: [
      { name: "firstName", label: "First name", type: "text", source: "standard" },
      { name: "seniority", label: "Seniority", type: "text", source: "custom" },
    ],
    company: [{ name: "industry", label: "Industry", type: "text", source: "standard" }],
  },
};

const DELETED_FIELD: DeleteFieldAnswer = {
  success: true,
  data: { entity: "contact", name: "seniority" },
};

export const fieldExamples: Examples = {
  listFields: { answers: { 200: FIELDS } },
  createField: { request: CREATE_FIELD, answers: { 201: CREATED_FIELD } },
  deleteField: { params: { entity: "contact", name: "seniority" }, answers: { 200: DELETED_FIELD } },
};
