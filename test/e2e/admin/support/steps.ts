import { CreateKeyAnswer, MemberAnswer, RevokeKeyAnswer, WebhookSecretAnswer } from "@onefold/contract";
import type { ApiKey } from "@onefold/contract";
import { expect } from "vitest";
import { refused } from "../../support/client.ts";
import type { Client } from "../../support/client.ts";
import type { Answer } from "../../support/conformance.ts";

export const NOBODY = "usr_0000000000000000A";
export const NO_KEY = "key_0000000000000000A";
export const NO_WEBHOOK = "hoo_0000000000000000A";

export async function makeKey(client: Client, body: object) {
  return CreateKeyAnswer.parse((await client.post("/api/keys", { scopes: ["admin"], ...body })).body).data;
}

/** The key with its new secret. */
export async function rotate(client: Client, keyId: string, body: object = {}) {
  const answer = await client.post(`/api/keys/${keyId}/rotate`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return CreateKeyAnswer.parse(answer.body).data;
}

export async function revoke(client: Client, keyId: string): Promise<ApiKey> {
  return RevokeKeyAnswer.parse((await client.request("DELETE", `/api/keys/${keyId}`)).body).data;
}

export async function makeWebhook(client: Client, body: object) {
  const answer = await client.post("/api/webhooks", { url: "https://hooks.example.com/onefold", ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return WebhookSecretAnswer.parse(answer.body).data;
}

export async function addMember(client: Client, body: object) {
  const answer = await client.post("/api/team/members", body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return MemberAnswer.parse(answer.body).data;
}

export function patch(client: Client, path: string, body: unknown): Promise<Answer> {
  return client.request("PATCH", path, { body });
}

/** Makes two contacts; the body names both. */
export async function twoContacts(client: Client): Promise<object> {
  const linkedinUrl = "https://www.linkedin.com/in/john";
  await client.contact({ email: "jane@example.com" });
  await client.contact({ linkedinUrl });
  return { email: "jane@example.com", linkedinUrl };
}

/** The paths of all problems that a 400 names, in its order. */
export function problemsOf(answer: Answer): string[] {
  const { error } = refused(answer, 400, "INVALID_REQUEST");
  return (error.details ?? []).map(({ path }) => path);
}
