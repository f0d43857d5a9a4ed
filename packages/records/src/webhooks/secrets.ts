import { randomBytes } from "node:crypto";
import type { Secrets } from "./webhook.ts";

const BYTES = 32;
/** How long a former secret signs beside the new one. */
export const SECRET_OVERLAP_MS = 86_400_000;

/** Makes a secret as Standard Webhooks has them: `whsec_` and random bytes in Base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(BYTES).toString("base64")}`;
}

/** Gives the secrets that sign now, the newest first. Pure. */
export function validSecrets(secrets: Secrets, now: number): string[] {
  return secrets.filter(({ until }) => until === undefined || until > now).map(({ secret }) => secret);
}

/** Puts a new secret before the newest, which signs until the overlap is over. Those of before end. Pure. */
export function rotated([newest]: Secrets, secret: string, now: number): Secrets {
  return newest ? [{ secret }, { secret: newest.secret, until: now + SECRET_OVERLAP_MS }] : [{ secret }];
}
