import {
  Hook,
  WebhookAttemptAnswer,
  WebhookAttemptList,
  WebhookMessage,
  WebhookSecretAnswer,
} from "@onefold/contract";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { startReceiver } from "../../packages/webhook-sender/test/support/receiver.ts";
import type { Received } from "../../packages/webhook-sender/test/support/receiver.ts";
import { refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";

/** 127.0.0.1 stands for a public address here; the rest of the network isn't allowed. */
const stack = useStack({ env: { WEBHOOK_ALLOW_PRIVATE: "127.0.0.1" } });

const verified = (secret: string, { body, headers }: Received) =>
  WebhookMessage.parse(new Webhook(secret).verify(body, headers));

const attemptOf = async (team: Client, path: string) =>
  WebhookAttemptAnswer.parse((await team.get(path)).body).data;

test("who registered is told, can verify it with either secret, sees the attempts, and has it sent again", async () => {
  await using receiver = await startReceiver();
  const team = await stack().newTeam();
  const made = WebhookSecretAnswer.parse(
    (await team.post("/api/webhooks", { url: receiver.url, entity: "contact" })).body,
  ).data;
  const path = `/api/webhooks/${made.id}`;
  const arrived = async (count: number) => {
    await expect.poll(() => receiver.received.length).toBe(count);
    const last = receiver.received[count - 1];
    if (!last) throw new Error("unreachable");
    return last;
  };

  const jane = (await team.contact({ email: "jane@example.com", jobTitle: "CTO" })).body.data._id;
  const first = await arrived(1);
  expect(verified(made.secret, first)).toMatchObject({
    type: "contact.created",
    data: { recordId: jane, events: ["created"], record: { _id: jane, email: "jane@example.com" } },
  });

  const rotated = WebhookSecretAnswer.parse((await team.post(`${path}/rotate-secret`, undefined)).body).data;
  await team.contact({ email: "jane@example.com", jobTitle: "CEO" });
  const second = await arrived(2);
  for (const secret of [made.secret, rotated.secret])
    expect(verified(secret, second)).toMatchObject({ type: "contact.updated" });
  expect(() => verified(made.secret, { ...second, body: second.body.replace("CEO", "CFO") })).toThrow();

  expect((await team.post(`${path}/test`, undefined)).status).toBe(202);
  expect(verified(rotated.secret, await arrived(3)).data.test).toBe(true);

  const attempts = async () =>
    WebhookAttemptList.parse((await team.get(`${path}/attempts`)).body).data.map(
      ({ number, outcome, status, answer, recordId }) => ({ number, outcome, status, answer, recordId }),
    );
  const delivered = { outcome: "delivered", status: 200, answer: "ok" };
  await expect.poll(attempts).toEqual([
    { number: 3, ...delivered, recordId: undefined },
    { number: 2, ...delivered, recordId: jane },
    { number: 1, ...delivered, recordId: jane },
  ]);

  const { body, ...attempt } = await attemptOf(team, `${path}/attempts/1`);
  expect(attempt).toMatchObject({ number: 1, ...delivered, recordId: jane });
  expect((await team.post(`${path}/replay`, { attempt: 1 })).status).toBe(202);
  const again = await arrived(4);
  expect(again.headers["webhook-id"]).not.toBe(first.headers["webhook-id"]);
  expect(verified(rotated.secret, again).data).toMatchObject({
    events: ["created"],
    record: { fields: { jobTitle: "CEO" } },
  });
  // What a replay sends was told before.
  expect({ ...verified(rotated.secret, again), timestamp: "" }).toEqual({
    ...JSON.parse(body),
    timestamp: "",
  });
  await team.request("DELETE", `/api/contacts/${jane}`);
  await arrived(5);
  await expect.poll(async () => (await team.get(`${path}/attempts/5`)).status).toBe(200);
  const deleted = await attemptOf(team, `${path}/attempts/5`);
  expect(JSON.parse(deleted.body)).toMatchObject({ type: "contact.deleted", data: { record: null } });
  expect(deleted.body).not.toMatch(/CEO|jane@/);
  expect((await team.get(`${path}/attempts/1`)).status).toBe(404);
});

test("a lemlist client's hook is told with its secret in the body, and signed by it; its neighbours aren't told", async () => {
  await using receiver = await startReceiver();
  const team = await stack().newTeam();
  const targetUrl = receiver.url;
  const secret = "free text, ü";
  const query = new URLSearchParams({ targetUrl, type: "emailsUnsubscribed", secret });
  const { _id } = Hook.parse((await team.request("POST", `/api/hooks?${query.toString()}`)).body);
  await team.post("/api/hooks", { targetUrl, type: "emailsOpened" });
  const jane = (await team.contact({ email: "jane@example.com" })).body.data._id;
  await team.post(`/api/v2/unsubscribes/contacts/${jane}`, {});
  await expect.poll(() => receiver.received.length).toBe(1);
  const [got] = receiver.received;
  if (!got) throw new Error("unreachable");
  const receiving = new Webhook(new TextEncoder().encode(secret), { format: "raw" });
  expect(receiving.verify(got.body, got.headers)).toMatchObject({
    type: "emailsUnsubscribed",
    hookId: _id,
    contactId: jane,
    email: "jane@example.com",
    secret,
  });
  const at = `/api/webhooks/${_id}/attempts/1`;
  await expect.poll(async () => (await team.get(at)).status).toBe(200);
  const { body } = await attemptOf(team, at);
  expect(JSON.parse(body)).toMatchObject({ type: "emailsUnsubscribed", email: "jane@example.com" });
  expect(body).not.toContain("free text");
});

test("no webhook reaches what isn't allowed", async () => {
  await using inner = await startReceiver(undefined, "127.0.0.2");
  const team = await stack().newTeam();
  refused(await team.post("/api/webhooks", { url: inner.url }), 400, "INVALID_REQUEST");
  refused(await team.post("/api/hooks", { targetUrl: inner.url }), 400, "INVALID_REQUEST");
  // Neither by a redirect of one that is.
  await using outer = await startReceiver(
    (_request, response) => void response.writeHead(307, { location: inner.url }).end(),
  );
  const { id } = WebhookSecretAnswer.parse((await team.post("/api/webhooks", { url: outer.url })).body).data;
  await team.post(`/api/webhooks/${id}/test`, undefined);
  const attempts = async () =>
    WebhookAttemptList.parse((await team.get(`/api/webhooks/${id}/attempts`)).body).data;
  await expect.poll(attempts).toMatchObject([{ outcome: "failed", status: 307, error: "redirect" }]);
  expect(inner.connections()).toBe(0);
});
