import {
  CreateFieldAnswer,
  CreateFieldRequest,
  DeleteFieldAnswer,
  Entity,
  FieldsAnswer,
} from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";

export const fieldsPaths: ZodOpenApiPathsObject = {
  "/api/fields": {
    get: {
      operationId: "listFields",
      summary: "List the fields that records can have",
      requestParams: {
        query: z.object({
          entity: Entity.optional().meta({ description: "Only the fields of these; of both by default." }),
        }),
      },
      responses: { "200": answer("The fields.", FieldsAnswer), ...errors("INVALID_REQUEST") },
    },
    post: {
      operationId: "createField",
      summary: "Register a custom field",
      requestBody: { required: true, content: { "application/json": { schema: CreateFieldRequest } } },
      responses: {
        "201": answer("The field.", CreateFieldAnswer),
        ...errors("INVALID_REQUEST", "INVALID_JSON", "FIELD_EXISTS", "413", "415"),
      },
    },
  },
  "/api/fields/{entity}/{name}": {
    delete: {
      operationId: "deleteField",
      summary: "Take a custom field out of the registry",
      description:
        "From then on bodies can't give the field, and what is under way with it is applied without. The workers " +
        "remove the values that records have of it; once they are gone, the name can be registered again, of any " +
        "type. Standard fields can't be taken out.",
      requestParams: {
        path: z.object({
          entity: Entity.meta({ description: "What has the field." }),
          name: z.string().meta({ description: "The name under which bodies give it." }),
        }),
      },
      responses: {
        "200": answer("It is no field any more.", DeleteFieldAnswer),
        ...errors("INVALID_REQUEST", "NOT_FOUND"),
      },
    },
  },
};
