import { removeEmail } from "@onefold/records";
import { answer } from "../openapi/answers.ts";
import { OPERATION_HEADERS } from "../operate.ts";
import { REPLAYED_HEADER } from "../request/idempotency-key.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import { changeEmail, CHANGED, emailParameters } from "./change-email.ts";

export const removeEmailRoute = defineRoute({
  method: "DELETE",
  path: "/api/contacts/:idOrEmail/emails/:email",
  scopes: ADMIN_ONLY,
  operationId: "removeContactEmail",
  summary: "Take an e-mail away from a contact",
  description:
    "Where it was the primary one, the oldest of the others takes its place. What was accepted before, " +
    "and is applied later, doesn't add it again.",
  request: { params: emailParameters("j.example@example.com"), headers: OPERATION_HEADERS },
  answers: { 200: answer("The contact without it.", CHANGED, REPLAYED_HEADER) },
  errors: ["INVALID_REQUEST", "NOT_FOUND", "LAST_IDENTIFIER", "DELETED", "IDEMPOTENCY_KEY_REUSED"],
  handle: (c, services) => changeEmail(c, services, c.req.param(), removeEmail),
});
