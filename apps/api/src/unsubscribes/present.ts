import type { UnsubscribedEmail, UnsubscribedVariable } from "@onefold/contract";
import type { Unsubscribed } from "@onefold/records";
import { presentTime } from "../present/record-parts.ts";

export function presentVariable({ unsubscribedId, value, createdAt }: Unsubscribed): UnsubscribedVariable {
  return { _id: unsubscribedId, value, variable: value, source: "api", createdAt: presentTime(createdAt) };
}

export function presentEmail({ unsubscribedId, value, createdAt }: Unsubscribed): UnsubscribedEmail {
  return { _id: unsubscribedId, email: value, source: "api", createdAt: presentTime(createdAt) };
}
