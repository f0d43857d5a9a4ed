import type { Names } from "../../e2e/tenancy/support/names.ts";

/** Whom the attacker would like to write to: another team. */
export interface Victim extends Pick<Names, "contact" | "company" | "user" | "keyId" | "job"> {
  readonly teamId: string;
}

/** Later than anything, and long before. */
export const HOSTILE_CLOCK = 9_007_199_254_740_000;
export const HOSTILE_TIME = "2001-02-03T04:05:06.000Z";

/** Names by which something is kept that no body may set, each with what would hurt. */
export function hostileMembers({
  teamId,
  contact,
  user,
  keyId,
  job,
}: Victim): Readonly<Record<string, unknown>> {
  const clock = HOSTILE_CLOCK;
  const time = HOSTILE_TIME;
  return {
    _id: contact,
    id: contact,
    recordId: contact,
    record_id: contact,
    teamId,
    team_id: teamId,
    team: teamId,
    userId: user,
    user_id: user,
    ownerId: user,
    keyId,
    key_id: keyId,
    jobId: job,
    job_id: job,
    retryOf: job,
    retry_of: job,
    createdAt: time,
    created_at: time,
    createdBy: user,
    created_by: user,
    createdClock: clock,
    created_clock: clock,
    updatedAt: time,
    updatedClock: clock,
    updated_clock: clock,
    acceptedAt: time,
    clock,
    stamps: { email: [clock, clock], firstName: [clock, clock] },
    fields: { createdBy: user },
    mergedInto: contact,
    mergedIds: [contact],
    revoked_at: time,
    hash: "00",
    key: "ofk_of-the-attackers-choice-000000",
    prefix: "ofk_of-t",
    scopes: ["admin"],
    role: "owner",
    blocked: false,
    rateLimit: { requests: 1_000_000, seconds: 1 },
    seen: time,
    toString: "x",
    hasOwnProperty: "x",
    valueOf: "x",
  };
}

/** Text of JSON, since an object can't be written with them: what would reach every object. */
export const PROTOTYPE_MEMBERS = [
  '"__proto__":{"teamId":"x","isAdmin":true}',
  '"\\u005f_proto__":{"isAdmin":true}',
  '"constructor":{"prototype":{"isAdmin":true}}',
  '"prototype":{"isAdmin":true}',
];
