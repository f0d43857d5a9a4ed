import type { WebhookQueuedAnswer } from "@onefold/contract";
import type { ReplayOutcome } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";
import { webhookNotFound } from "./common.ts";

export const QUEUED: WebhookQueuedAnswer = { success: true, queued: true };

/** Has something sent by the workers, and answers what became of that. */
export async function queueAgain(c: AppContext, ask: () => Promise<ReplayOutcome>): Promise<Response> {
  const outcome = await administering(ask);
  if (outcome === "queued") return reply(c, 202, QUEUED);
  if (outcome === "not-found") throw webhookNotFound();
  throw new ApiError("INVALID_REQUEST", REFUSED[outcome]);
}

const REFUSED: Readonly<Record<Exclude<ReplayOutcome, "queued" | "not-found">, string>> = {
  "no-attempt": "The webhook has no attempt of this number, or not any more.",
  disabled: "The webhook is disabled: enable it first.",
};
