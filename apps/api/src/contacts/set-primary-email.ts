import { setPrimaryEmail } from "@onefold/records";
import { answer } from "../openapi/answers.ts";
import { OPERATION_HEADERS } from "../operate.ts";
import { REPLAYED_HEADER } from "../request/idempotency-key.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import type { Route } from "../route.ts";
import { changeEmail, CHANGED, emailParameters } from "./change-email.ts";

const NAMES = {
  PUT: { operationId: "setPrimaryContactEmail", summary: "Make an e-mail of a contact its primary one" },
  POST: { operationId: "setPrimaryContactEmailByPost", summary: "The same, for clients that can't PUT" },
};

export function setPrimaryEmailRoute(method: keyof typeof NAMES): Route {
  return defineRoute({
    method,
    path: "/api/contacts/:idOrEmail/emails/:email/primary",
    scopes: ADMIN_ONLY,
    ...NAMES[method],
    description: "The one that was primary stays as an alias.",
    request: { params: emailParameters("jane@example.com"), headers: OPERATION_HEADERS },
    answers: { 200: answer("The contact after it.", CHANGED, REPLAYED_HEADER) },
    errors: ["INVALID_REQUEST", "NOT_FOUND", "DELETED", "IDEMPOTENCY_KEY_REUSED"],
    handle: (c, services) => changeEmail(c, services, c.req.param(), setPrimaryEmail),
  });
}
