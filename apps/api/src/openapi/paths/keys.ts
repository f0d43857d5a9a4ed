import {
  CreateKeyAnswer,
  CreateKeyRequest,
  KeysAnswer,
  RevokeKeyAnswer,
  RotateKeyRequest,
} from "@onefold/contract";
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
        "The key itself is in this answer and nowhere else. Scopes: `ingest` posts single contacts and companies, " +
        "`upload` posts files of them, `clear` lets what is posted empty fields, `identify` lets it give further e-mails " +
        "and URLs to records that are there, `read` reads everything but keys, `admin` does everything. Without `read` a " +
        "key sees its own jobs only, and in answers what it gave: no other value of a record, and no other record. " +
        "Without `admin` it cancels and retries its own jobs only.",
      requestBody: { required: true, content: { "application/json": { schema: CreateKeyRequest } } },
      responses: {
        "201": answer("The key, shown this once.", CreateKeyAnswer),
        ...errors("INVALID_REQUEST", "INVALID_JSON", "413", "415"),
      },
    },
  },
  "/api/keys/{id}/rotate": {
    post: {
      operationId: "rotateKey",
      summary: "Give an API key a new secret",
      description:
        "The key stays the same, with its id, scopes, limit and jobs; the new secret is in this answer and nowhere else. " +
        "The secret of before works for `overlapHours` more, a day by default, and is then refused by every API process " +
        "within seconds. Secrets of earlier rotations end by then too, so 0 ends all of them at once. Revoking the key " +
        "ends all of its secrets.",
      requestParams: { path: z.object({ id: z.string().meta({ description: "The key's id." }) }) },
      requestBody: { required: true, content: { "application/json": { schema: RotateKeyRequest } } },
      responses: {
        "200": answer("The key with its new secret, shown this once.", CreateKeyAnswer),
        ...errors("INVALID_REQUEST", "INVALID_JSON", "NOT_FOUND", "413", "415"),
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
