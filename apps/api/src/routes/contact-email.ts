import type { ContactEmailAnswer } from "@onefold/contract";
import { canonicalEmail } from "@onefold/identity";
import { removeEmail, setPrimaryEmail } from "@onefold/records";
import type { EmailOutcome, EmailRequest } from "@onefold/records";
import type { Handler } from "hono";
import { ApiError } from "../errors/api-error.ts";
import { operate } from "../operate.ts";
import { presentContact } from "../present/contact.ts";
import { presentJobLink } from "../present/job-link.ts";
import type { AppContext, AppEnv } from "../request/app-env.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** `DELETE /api/contacts/{idOrEmail}/emails/{email}` */
export function deleteContactEmail(
  services: Services,
): Handler<AppEnv, "/api/contacts/:idOrEmail/emails/:email"> {
  return (c) => changeEmail(c, services, readRequest(c, c.req.param()), removeEmail);
}

/** `PUT /api/contacts/{idOrEmail}/emails/{email}/primary`, and POST */
export function putPrimaryEmail(
  services: Services,
): Handler<AppEnv, "/api/contacts/:idOrEmail/emails/:email/primary"> {
  return (c) => changeEmail(c, services, readRequest(c, c.req.param()), setPrimaryEmail);
}

function readRequest(
  c: AppContext,
  { idOrEmail, email }: { idOrEmail: string; email: string },
): EmailRequest {
  knownQuery(c, []);
  const contact = recordNameOf("contact", idOrEmail);
  if (!contact) throw notFound("contact");
  const value = canonicalEmail(email);
  if (value === undefined) throw noSuchEmail();
  return { contact, email: value };
}

async function changeEmail(
  c: AppContext,
  services: Services,
  request: EmailRequest,
  change: typeof removeEmail,
): Promise<Response> {
  const { outcome, jobId, headers } = await operate(c, services, (operation) =>
    change(services.slow.of(c), operation, request),
  );
  if (outcome.kind !== "applied") throw refusal(outcome);
  const answer: ContactEmailAnswer = {
    success: true,
    data: presentContact(outcome.applied.record),
    job: presentJobLink(jobId),
  };
  return reply(c, 200, answer, headers);
}

function refusal({ kind }: Exclude<EmailOutcome, { kind: "applied" }>): ApiError {
  if (kind === "not-found") return notFound("contact");
  if (kind === "no-such-email") return noSuchEmail();
  return new ApiError(
    "LAST_IDENTIFIER",
    "Without this e-mail the contact would have nothing left to be found by: delete the contact instead.",
  );
}

function noSuchEmail(): ApiError {
  return new ApiError("NOT_FOUND", "The contact has no such e-mail.");
}
