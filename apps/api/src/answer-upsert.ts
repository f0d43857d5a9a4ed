import type { ItemRef } from "@onefold/contract";
import type { Receipt } from "@onefold/records";
import { presentAccepted } from "./present/accepted.ts";
import { presentUpsert } from "./present/upsert.ts";
import type { AppContext } from "./request/app-env.ts";
import type { Wait } from "./request/prefer.ts";
import { reply } from "./request/reply.ts";

/** Answers an accepted upsert: with what became of it if that is known in time, else with 202. */
export interface UpsertAnswered {
  readonly ref: ItemRef;
  readonly receipt: Receipt | undefined;
  readonly wait: Wait;
  readonly estimatedStartMs: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function answerUpsert(c: AppContext, answered: UpsertAnswered): Response {
  const headers = { ...preferenceApplied(answered.wait), ...answered.headers };
  if (answered.receipt) {
    const { status, body } = presentUpsert(c.get("key"), answered.receipt);
    return reply(c, status, body, headers);
  }
  const body = presentAccepted(answered.ref, answered.estimatedStartMs);
  return reply(c, 202, body, { Location: body.job.url, ...headers });
}

function preferenceApplied({ applied }: Wait): Record<string, string> {
  return applied === undefined ? {} : { "Preference-Applied": applied };
}
