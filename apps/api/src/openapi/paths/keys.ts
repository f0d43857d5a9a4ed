import { CreateKeyAnswer, CreateKeyRequest, KeysAnswer, RevokeKeyAnswer } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";

export const keysPaths: ZodOpenApiPathsObject = {
  "/api/keys": {
    get: {
      operationId: "listKeys",
      summary: "List the API keys of the team",
      description: "Oldest first, revoked ones too; of the keys themselves only the first characters.",
      responses: { "200": answer("The keys.", KeysAnswer), ...errors() },
    },
    post: {
      operationId: "createKey",
      summary: "Make an API key",
      description:
        "The key itself is in this answer and nowhere else. Scopes: `ingest` posts contacts and companies, and reads, " +
        "cancels and retries jobs, `read` reads everything but keys, `admin` does everything and is the default.",
      requestBody: { required: true, content: { "application/json": { schema: CreateKeyRequest } } },
      responses: {
        "201": answer("The key, shown this once.", CreateKeyAnswer),
        ...errors("INVALID_REQUEST", "INVALID_JSON", "413", "415"),
      },
    },
  },
  "/api/keys/{id}": {
    delete: {
      operationId: "revokeKey",
      summary: "Revoke an API key",
      description:
        "The API process that answers refuses the key at once, every other within seconds. A key can revoke itself; " +
        "one that was revoked before is answered as it was then.",
      requestParams: { path: z.object({ id: z.string().meta({ description: "The key's id." }) }) },
      responses: { "200": answer("The revoked key.", RevokeKeyAnswer), ...errors("NOT_FOUND") },
    },
  },
};
