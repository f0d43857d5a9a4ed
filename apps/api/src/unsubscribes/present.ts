import type { UnsubscribedEmail, UnsubscribedVariable } from "@onefold/contract";
import { presentTime } from "@onefold/present";
import type { Unsubscribed } from "@onefold/records";

export function presentVariable({ unsubscribedId, value, createdAt }: Unsubscribed): UnsubscribedVariable {
  return { _id: unsubscribedId, value, variable: value, source: "api", createdAt: presentTime(createdAt) };
}

export function presentEmail({ unsubscribedId, value, createdAt }: Unsubscribed): UnsubscribedEmail {
  return { _id: unsubscribedId, email: value, source: "api", createdAt: presentTime(createdAt) };
}
