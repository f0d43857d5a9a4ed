import { ContactEmailAnswer } from "@onefold/contract";
import { canonicalEmail } from "@onefold/identity";
import { presentContact, presentJobLink } from "@onefold/present";
import type { EmailOutcome, EmailRequest, removeEmail } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import { json, pathParameter } from "../openapi/content.ts";
import { CONTACT } from "../openapi/samples/contact.ts";
import { SAMPLE, SAMPLE_LINK } from "../openapi/samples/ids.ts";
import { operate } from "../operate.ts";
import type { AppContext } from "../request/app-env.ts";
import { knownQuery } from "../request/query.ts";
import { notFound, recordNameOf } from "../request/record-name.ts";
import { reply } from "../request/reply.ts";
import type { Services } from "../services.ts";

/** The parameters of a path that names an e-mail of a contact. */
export function emailParameters(email: string) {
  return {
    idOrEmail: z.string().meta({
      description: "The contact's id, or one of its e-mails.",
      example: "jane@example.com",
      param: { example: SAMPLE.contactId },
    }),
    email: pathParameter("One of the contact's e-mails.", email),
  };
}

export const CHANGED = json(ContactEmailAnswer, {
  success: true,
  data: CONTACT,
  job: SAMPLE_LINK,
});

/** Changes which e-mails a contact has, or their order. */
export async function changeEmail(
  c: AppContext,
  services: Services,
  named: { readonly idOrEmail: string; readonly email: string },
  change: typeof removeEmail,
): Promise<Response> {
  const request = readRequest(c, named);
  const { outcome, jobId, headers } = await operate(c, services, (operation) =>
    change(services.slow.of(c), operation, request),
  );
  if (outcome.kind !== "applied") throw refusal(outcome);
  const answer: ContactEmailAnswer = {
    success: true,
    data: presentContact(outcome.applied.record),
    job: presentJobLink(jobId, outcome.clock),
  };
  return reply(c, 200, answer, headers);
}

function readRequest(
  c: AppContext,
  { idOrEmail, email }: { readonly idOrEmail: string; readonly email: string },
): EmailRequest {
  knownQuery(c, {});
  const contact = recordNameOf("contact", idOrEmail);
  if (!contact) throw notFound("contact");
  const value = canonicalEmail(email);
  if (value === undefined) throw noSuchEmail();
  return { contact, email: value };
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
