import { ContactEmailAnswer } from "@onefold/contract";
import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { answer, errors } from "../answers.ts";
import { operationHeaders, replayedHeader } from "../operation-key.ts";

const path = z.object({
  idOrEmail: z
    .string()
    .meta({ description: "The contact's id, or one of its e-mails.", example: "jane@example.com" }),
  email: z.string().meta({ description: "One of the contact's e-mails." }),
});

export const contactEmailsPaths: ZodOpenApiPathsObject = {
  "/api/contacts/{idOrEmail}/emails/{email}": {
    delete: {
      operationId: "removeContactEmail",
      summary: "Take an e-mail away from a contact",
      description:
        "Where it was the primary one, the oldest of the others takes its place. What was accepted before, " +
        "and is applied later, doesn't add it again.",
      requestParams: { path, header: operationHeaders },
      responses: {
        "200": answer("The contact without it.", ContactEmailAnswer, replayedHeader),
        ...errors("INVALID_REQUEST", "NOT_FOUND", "LAST_IDENTIFIER", "DELETED", "IDEMPOTENCY_KEY_REUSED"),
      },
    },
  },
  "/api/contacts/{idOrEmail}/emails/{email}/primary": {
    put: setPrimary("setPrimaryContactEmail", "Make an e-mail of a contact its primary one"),
    post: setPrimary("setPrimaryContactEmailByPost", "The same, for clients that can't PUT"),
  },
};

function setPrimary(operationId: string, summary: string): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    description: "The one that was primary stays as an alias.",
    requestParams: { path, header: operationHeaders },
    responses: {
      "200": answer("The contact after it.", ContactEmailAnswer, replayedHeader),
      ...errors("INVALID_REQUEST", "NOT_FOUND", "DELETED", "IDEMPOTENCY_KEY_REUSED"),
    },
  };
}
