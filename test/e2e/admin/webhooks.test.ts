import {
  Hook,
  HookList,
  WebhookAnswer,
  WebhookAttemptList,
  WebhookSecretAnswer,
  WebhooksAnswer,
} from "@onefold/contract";
import { createKey } from "@onefold/records";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { addAttempts } from "../support/add-attempts.ts";
import { refused } from "../support/client.ts";
import type { Client } from "../support/client.ts";
import { useSharedStack } from "../support/shared-stacks.ts";
import { makeWebhook, problemsOf } from "./support/steps.ts";

const stack = useSharedStack();
const URL = "https://hooks.example.com/onefold";
const TARGET = "https://hooks.example.com/lemlist";

const list = async (client: Client) => WebhooksAnswer.parse((await client.get("/api/webhooks")).body).data;
const hooksOf = async (client: Client) => HookList.parse((await client.get("/api/hooks")).body);
const hook = async (client: Client, body: object) =>
  Hook.parse((await client.post("/api/hooks", { targetUrl: TARGET, ...body })).body);

/** The secrets that sign, the newest first. */
async function secretsOf(webhookId: string): Promise<unknown> {
  const { rows } = await sql<{ secrets: unknown }>`
    select secrets from webhooks where webhook_id = ${webhookId}`.execute(stack().db);
  return rows[0]?.secrets;
}

describe("webhooks", () => {
  test("are made, listed, read, changed and deleted; the secret is shown once", async () => {
    const team = await stack().newTeam();
    const made = await makeWebhook(team, { events: ["created"], entity: "contact", fields: ["jobTitle"] });
    expect(made).toEqual({
      id: expect.stringMatching(/^hoo_\w{17}$/),
      url: URL,
      events: ["created"],
      entity: "contact",
      fields: ["jobTitle"],
      enabled: true,
      createdAt: expect.any(String),
      createdBy: team.userId,
      waiting: 0,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    });
    const { secret, ...shown } = made;
    const path = `/api/webhooks/${made.id}`;
    expect(await list(team)).toEqual([shown]);
    const read = await team.get(path);
    expect(WebhookAnswer.parse(read.body).data).toEqual(shown);
    expect(JSON.stringify(read.body)).not.toContain(secret);

    const change = { events: null, entity: null, description: "CRM", enabled: false, url: `${URL}/2` };
    const changed = WebhookAnswer.parse((await team.request("PATCH", path, { body: change })).body).data;
    expect(changed).toEqual({
      id: made.id,
      url: `${URL}/2`,
      fields: ["jobTitle"],
      description: "CRM",
      enabled: false,
      disabledReason: "asked",
      disabledAt: expect.any(String),
      createdAt: made.createdAt,
      createdBy: team.userId,
      waiting: 0,
    });
    const enabled = await team.request("PATCH", path, { body: { enabled: true } });
    expect(WebhookAnswer.parse(enabled.body).data).not.toHaveProperty("disabledReason");

    expect((await team.request("DELETE", path)).body).toEqual({ success: true, data: { id: made.id } });
    refused(await team.request("DELETE", path), 404, "NOT_FOUND");
    expect(await list(team)).toEqual([]);
  });

  test("get a new secret, and keep the one before for a day", async () => {
    const team = await stack().newTeam();
    const made = await makeWebhook(team, {});
    const before = Date.now();
    const answer = await team.post(`/api/webhooks/${made.id}/rotate-secret`, undefined);
    const rotated = WebhookSecretAnswer.parse(answer.body).data;
    expect(rotated.secret).not.toBe(made.secret);
    expect(Date.parse(rotated.previousSecretUntil ?? "") - before).toBeGreaterThanOrEqual(86_400_000);
    expect(await secretsOf(made.id)).toMatchObject([{ secret: rotated.secret }, { secret: made.secret }]);
  });

  test("say all that is wrong, and of an address what", async () => {
    const team = await stack().newTeam();
    const body = { url: 5, events: ["opened"], entity: "deal", fields: [], enabled: "yes", colour: "red" };
    expect(problemsOf(await team.post("/api/webhooks", body))).toEqual([
      "url",
      "events[0]",
      "entity",
      "fields",
      "enabled",
      "colour",
    ]);
    for (const url of [
      "ftp://example.com/",
      "http://169.254.169.254/",
      "http://[::1]/",
      "https://a:b@example.com/",
    ]) {
      const { message } = refused(await team.post("/api/webhooks", { url }), 400, "INVALID_REQUEST");
      expect(message, url).toMatch(/^url must /);
    }
    const { id } = await makeWebhook(team, {});
    const at = `/api/webhooks/${id}`;
    const patch = (change: object) => team.request("PATCH", at, { body: change });
    refused(await patch({ url: "http://localhost/" }), 400, "INVALID_REQUEST");
    refused(await patch({}), 400, "INVALID_REQUEST");
    refused(await team.post(`${at}/replay`, {}), 400, "INVALID_REQUEST");
    refused(
      await team.post(`${at}/replay`, { attempt: 1, since: "2026-11-23T12:00:00Z" }),
      400,
      "INVALID_REQUEST",
    );
    refused(await team.post(`${at}/replay`, { since: "yesterday" }), 400, "INVALID_REQUEST");
    expect((await list(team)).map(({ url }) => url)).toEqual([URL]);
  });

  test("are fifty of a team at most, lemlist's hooks among them", async () => {
    const team = await stack().newTeam();
    await hook(team, {});
    for (let n = 1; n < 50; n++) await makeWebhook(team, {});
    for (const [path, body] of [
      ["/api/webhooks", { url: URL }],
      ["/api/hooks", { targetUrl: URL }],
    ] as const)
      expect(refused(await team.post(path, body), 400, "INVALID_REQUEST").message).toContain("50");
  });

  test("list their attempts in pages, the latest first", async () => {
    const team = await stack().newTeam();
    const { id } = await makeWebhook(team, {});
    const other = await makeWebhook(team, {});
    await addAttempts(stack().db, { teamId: team.teamId, webhookId: id }, 5);
    const page = async (query: string) =>
      WebhookAttemptList.parse((await team.get(`/api/webhooks/${id}/attempts?${query}`)).body);
    const first = await page("limit=2");
    expect(first.data).toMatchObject([
      {
        number: 5,
        messageId: "msg_5",
        outcome: "failed",
        status: 205,
        error: "status",
        durationMs: 5,
        answer: "ok",
      },
      { number: 4, messageId: "msg_4", outcome: "delivered", status: 204 },
    ]);
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(second.data.map(({ number }) => number)).toEqual([3, 2]);
    const last = await page(`limit=2&cursor=${second.nextCursor}`);
    expect(last.data.map(({ number }) => number)).toEqual([1]);
    expect(last).not.toHaveProperty("nextCursor");
    const elsewhere = await team.get(`/api/webhooks/${other.id}/attempts?cursor=${first.nextCursor}`);
    refused(elsewhere, 400, "INVALID_REQUEST");
    const { lastAttempt, waiting } = WebhookAnswer.parse((await team.get(`/api/webhooks/${id}`)).body).data;
    expect([lastAttempt, waiting]).toMatchObject([{ outcome: "failed", status: 205, error: "status" }, 0]);
    expect((await list(team)).map((each) => each.lastAttempt)).toEqual([lastAttempt, undefined]);
    for (const number of ["0", "6", "1.5", "x", "9".repeat(15), "9".repeat(40)])
      refused(await team.get(`/api/webhooks/${id}/attempts/${number}`), 404, "NOT_FOUND");
    const replayed = await team.post(`/api/webhooks/${id}/replay`, { attempt: 3 });
    expect([replayed.status, replayed.body]).toEqual([202, { success: true, queued: true }]);
  });
});

describe("lemlist's hooks", () => {
  test("are listed by lemlist's route alone, and among all that leaves by ours", async () => {
    const team = await stack().newTeam();
    const ours = await makeWebhook(team, {});
    const theirs = await hook(team, { type: "emailsUnsubscribed" });
    expect(await hooksOf(team)).toEqual([theirs]);
    expect((await list(team)).map(({ id, hook: isHook }) => [id, isHook])).toEqual([
      [ours.id, undefined],
      [theirs._id, true],
    ]);
    refused(await team.request("DELETE", `/api/hooks/${ours.id}`), 404, "NOT_FOUND");
    // lemlist's team has them too. Their addresses are for admins.
    expect((await team.get("/api/team")).body).toMatchObject({ hooks: [theirs] });
    const renamed = await team.request("PATCH", "/api/team", { body: { name: "Sales" } });
    expect(renamed.body).toMatchObject({ data: { hooks: [theirs] } });
    const reads = { teamId: team.teamId, userId: team.userId, name: "reads", scopes: ["read"] } as const;
    const reader = stack().clientWith((await createKey(stack().db, reads)).key);
    expect((await reader.get("/api/team")).body).toMatchObject({ hooks: [] });
    const at = `/api/webhooks/${theirs._id}`;
    refused(await team.request("PATCH", at, { body: { events: ["created"] } }), 400, "INVALID_REQUEST");
    expect((await team.request("PATCH", at, { body: { enabled: false } })).status).toBe(200);
    expect((await team.request("DELETE", `/api/hooks/${theirs._id}`)).body).toEqual(theirs);
    expect(await hooksOf(team)).toEqual([]);
  });

  test("made once more are the one that is there: enabled, and with the secret of now", async () => {
    const team = await stack().newTeam();
    const first = await hook(team, { type: "emailsOpened", secret: "one" });
    await team.request("PATCH", `/api/webhooks/${first._id}`, { body: { enabled: false } });
    expect(await hook(team, { type: "emailsOpened", secret: "two" })).toEqual(first);
    expect(await secretsOf(first._id)).toMatchObject([{ secret: "two" }, { secret: "one" }]);
    expect((await list(team)).map(({ enabled }) => enabled)).toEqual([true]);
    const others = [await hook(team, {}), await hook(team, { type: "emailsOpened", campaignId: "cam_1" })];
    expect(await hooksOf(team)).toEqual([first, ...others]);
  });

  test("sign with the text that they were given, or not at all", async () => {
    const team = await stack().newTeam();
    const signed = await hook(team, { secret: "Geheimnis, ganz frei" });
    const unsigned = await hook(team, { type: "emailsUnsubscribed" });
    expect(await secretsOf(signed._id)).toEqual([{ secret: "Geheimnis, ganz frei" }]);
    expect(await secretsOf(unsigned._id)).toEqual([]);
    expect(JSON.stringify(await list(team))).not.toContain("Geheimnis");
  });
});
