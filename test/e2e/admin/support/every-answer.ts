import { Hook } from "@onefold/contract";
import { expect } from "vitest";
import type { Client } from "../../support/client.ts";
import { addMember, makeKey, makeWebhook, NO_KEY, NO_WEBHOOK, NOBODY } from "./steps.ts";

interface Clients {
  readonly team: Client;
  readonly anyone: Client;
  readonly blocked: Client;
  /** Gives a webhook of the team an attempt. */
  addAttempt(webhookId: string): Promise<void>;
}

/** Has each answer once that the OpenAPI document promises for the routes by which a team sees to itself. */
export async function everyAdminAnswer({ team, anyone, blocked, addAttempt }: Clients): Promise<void> {
  const { _id: keyId } = await makeKey(team, { name: "form" });
  const { userId } = await addMember(team, { email: "maria@example.com" });
  const url = "https://hooks.example.com/onefold";
  const targetUrl = "https://hooks.example.com/lemlist";
  const { webhookId, disabledId, hookId } = {
    webhookId: (await makeWebhook(team, { url })).id,
    disabledId: (await makeWebhook(team, { url, enabled: false })).id,
    hookId: Hook.parse((await team.post("/api/hooks", { targetUrl })).body)._id,
  };
  await addAttempt(disabledId);
  const [webhook, none] = [`/api/webhooks/${webhookId}`, `/api/webhooks/${NO_WEBHOOK}`];
  const field = { entity: "contact", name: "score", type: "number" };
  for (const [method, path, body, status, others = []] of [
    ["GET", "/api/keys", undefined, 200],
    ["POST", "/api/console/links", undefined, 201],
    ["POST", "/console/sign-in", undefined, 200],
    ["GET", "/api/console/session", undefined, 200],
    ["DELETE", "/api/console/session", undefined, 200],
    ["GET", "/api/cluster", undefined, 200],
    ["POST", "/api/keys", { name: "form", scopes: ["read"] }, 201],
    ["POST", `/api/keys/${keyId}/rotate`, {}, 200, [[404, `/api/keys/${NO_KEY}/rotate`, {}]]],
    [
      "PATCH",
      `/api/keys/${keyId}`,
      { name: "forms" },
      200,
      [[404, `/api/keys/${NO_KEY}`, { name: "forms" }]],
    ],
    ["DELETE", `/api/keys/${keyId}`, undefined, 200, [[404, `/api/keys/${NO_KEY}`]]],
    ["GET", "/api/team", undefined, 200, [[400, "/api/team?version=v3"]]],
    ["PATCH", "/api/team", { name: "Acme" }, 200],
    [
      "POST",
      "/api/team/members",
      { email: "nina@example.com" },
      201,
      [[409, "/api/team/members", { email: "nina@example.com" }]],
    ],
    [
      "PATCH",
      `/api/team/members/${userId}`,
      { name: "Maria" },
      200,
      [[404, `/api/team/members/${NOBODY}`, { name: "Maria" }]],
    ],
    ["GET", `/api/users/${userId}`, undefined, 200, [[404, `/api/users/${NOBODY}`]]],
    ["GET", "/api/campaigns", undefined, 200],
    ["GET", "/api/contacts/lists", undefined, 200],
    ["GET", "/api/webhooks", undefined, 200, [[400, "/api/webhooks?team=1"]]],
    ["POST", "/api/webhooks", { url }, 201],
    ["GET", webhook, undefined, 200, [[404, none]]],
    ["PATCH", webhook, { description: "CRM" }, 200, [[404, none, { enabled: true }]]],
    ["POST", `${webhook}/rotate-secret`, undefined, 200, [[404, `${none}/rotate-secret`]]],
    [
      "GET",
      `${webhook}/attempts`,
      undefined,
      200,
      [
        [400, `${webhook}/attempts?limit=0`],
        [404, `${none}/attempts`],
      ],
    ],
    [
      "GET",
      `/api/webhooks/${disabledId}/attempts/1`,
      undefined,
      200,
      [
        [404, `${webhook}/attempts/1`],
        [404, `${none}/attempts/1`],
      ],
    ],
    [
      "POST",
      `${webhook}/replay`,
      { since: "2026-11-23T12:00:00Z" },
      202,
      [
        [404, `${none}/replay`, { attempt: 1 }],
        [400, `${webhook}/replay`, { attempt: 1 }],
      ],
    ],
    [
      "POST",
      `${webhook}/test`,
      undefined,
      202,
      [
        [400, `/api/webhooks/${disabledId}/test`],
        [404, `${none}/test`],
      ],
    ],
    ["DELETE", webhook, undefined, 200, [[404, none]]],
    ["GET", "/api/hooks", undefined, 200],
    ["POST", "/api/hooks", { targetUrl, type: "emailsUnsubscribed" }, 200],
    ["DELETE", `/api/hooks/${hookId}`, undefined, 200, [[404, `/api/hooks/${NO_WEBHOOK}`]]],
    ["GET", "/api/fields", undefined, 200, [[400, "/api/fields?entity=person"]]],
    ["GET", "/api/identity-rules", undefined, 200, [[400, "/api/identity-rules?team=1"]]],
    [
      "PUT",
      "/api/identity-rules",
      { never: ["info@*"] },
      200,
      [[409, "/api/identity-rules", { version: "another" }]],
    ],
    ["POST", "/api/fields", field, 201, [[409, "/api/fields", field]]],
    [
      "DELETE",
      "/api/fields/contact/score",
      undefined,
      200,
      [
        [400, "/api/fields/contact/firstName"],
        [404, "/api/fields/contact/nothing"],
      ],
    ],
  ] satisfies Line[]) {
    const ask = async (client: Client, options: object) =>
      (await client.request(method, path, options)).status;
    const raw = (text: string, headers = {}) => ask(team, { raw: text, headers });
    const answers = [await ask(anyone, { body }), await ask(blocked, { body }), await ask(team, { body })];
    expect(answers, `${method} ${path}`).toEqual([401, 403, status]);
    for (const [other, at, given] of others)
      expect((await team.request(method, at, { body: given })).status, `${method} ${at}`).toBe(other);
    if (body === undefined) continue;
    const unread = [
      await raw("{"),
      await raw(" ".repeat(300_000)),
      await raw("{}", { "Content-Type": "text/plain" }),
    ];
    expect(unread, `${method} ${path}`).toEqual([400, 413, 415]);
  }
}

/** A request, its status, and other requests of that method with theirs. */
type Line = readonly [
  method: string,
  path: string,
  body: object | undefined,
  status: number,
  others?: readonly (readonly [status: number, path: string, body?: object])[],
];
