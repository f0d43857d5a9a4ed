import {
  Company,
  CompanyRequest,
  Contact,
  ContactRequest,
  CreateFieldAnswer,
  CreateFieldRequest,
  Entity,
  FieldsAnswer,
  Job,
  Liveness,
  Readiness,
  Team,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
  WAIT_MAX_SECONDS,
} from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "./answers.ts";
import { upsertOperation } from "./upsert-operation.ts";

/** Every route of app.ts. */
export const paths: ZodOpenApiPathsObject = {
  "/api/contacts": {
    post: upsertOperation({
      operationId: "upsertContact",
      summary: "Add or update a contact",
      request: ContactRequest,
      answer: UpsertContactAnswer,
    }),
  },
  "/api/contacts/{idOrEmail}": {
    get: {
      operationId: "getContact",
      summary: "Read a contact by its id or one of its e-mails",
      requestParams: { path: z.object({ idOrEmail: z.string() }) },
      responses: { "200": answer("The contact.", Contact), ...errors("404") },
    },
  },
  "/api/companies": {
    post: upsertOperation({
      operationId: "upsertCompany",
      summary: "Add or update a company",
      request: CompanyRequest,
      answer: UpsertCompanyAnswer,
    }),
  },
  "/api/companies/{idOrDomain}": {
    get: {
      operationId: "getCompany",
      summary: "Read a company by its id or one of its domains",
      requestParams: { path: z.object({ idOrDomain: z.string() }) },
      responses: { "200": answer("The company.", Company), ...errors("404") },
    },
  },
  "/api/fields": {
    get: {
      operationId: "listFields",
      summary: "List the fields that records can have",
      requestParams: { query: z.object({ entity: Entity.optional() }) },
      responses: { "200": answer("The fields.", FieldsAnswer), ...errors("400") },
    },
    post: {
      operationId: "createField",
      summary: "Register a custom field",
      requestBody: { required: true, content: { "application/json": { schema: CreateFieldRequest } } },
      responses: { "201": answer("The field.", CreateFieldAnswer), ...errors("400", "409", "413", "415") },
    },
  },
  "/api/team": {
    get: {
      operationId: "getTeam",
      summary: "Read the team of the API key",
      requestParams: { query: z.object({ version: z.enum(["v1", "v2"]).optional() }) },
      responses: { "200": answer("The team; with version=v2 its users too.", Team), ...errors("400", "404") },
    },
  },
  "/api/jobs/{id}": {
    get: {
      operationId: "getJob",
      summary: "Read what became of a request",
      requestParams: {
        path: z.object({ id: z.string() }),
        query: z.object({
          wait: z.int().min(0).max(WAIT_MAX_SECONDS).optional().meta({
            description: "Seconds to wait for the job's end.",
          }),
        }),
      },
      responses: { "200": answer("The job.", Job), ...errors("400", "404", "410") },
    },
  },
  "/livez": {
    get: {
      operationId: "livez",
      summary: "Whether the process runs",
      security: [],
      responses: { "200": answer("It does.", Liveness) },
    },
  },
  "/readyz": {
    get: {
      operationId: "readyz",
      summary: "Whether requests should be sent here, and what to mend if not",
      security: [],
      responses: { "200": answer("Ready.", Readiness), "503": answer("Not ready.", Readiness) },
    },
  },
  "/openapi.json": {
    get: {
      operationId: "openapi",
      summary: "This document",
      security: [],
      responses: { "200": answer("An OpenAPI 3.1 document.", z.record(z.string(), z.unknown())) },
    },
  },
};
