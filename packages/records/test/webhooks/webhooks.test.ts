import { WEBHOOKS_MAX } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  createHook,
  createWebhook,
  deleteWebhook,
  listWebhookAttempts,
  listWebhooks,
  readWebhook,
  replayAttempt,
  replaySince,
  rotateWebhookSecret,
  sendWebhookTest,
  updateWebhook,
} from "../../src/index.ts";
import { newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 10 });
const url = "https://hooks.example.com/onefold";
const create = ({ teamId, userId }: Team, more = {}) => createWebhook(db, { teamId, userId, url, ...more });

async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.count ?? 0;
}

describe("a webhook", () => {
  test("is made with a secret that is told once, and read by its own team only", async () => {
    const [team, other] = [await newTeam(db), await newTeam(db)];
    const { secret, ...made } = await create(team, {
      entity: "contact",
      events: ["created", "created", "updated"],
      fields: ["jobTitle"],
      description: "CRM",
    });
    expect(secret).toMatch(/^whsec_/);
    expect(made).toMatchObject({
      url,
      entity: "contact",
      events: ["created", "updated"],
      fields: ["jobTitle"],
      description: "CRM",
      enabled: true,
      createdBy: team.userId,
    });
    expect(await readWebhook(db, made)).toEqual(made);
    expect(await listWebhooks(db, team.teamId)).toEqual([made]);
    expect(await listWebhooks(db, other.teamId)).toEqual([]);
    const foreign = { teamId: other.teamId, webhookId: made.webhookId };
    expect(await readWebhook(db, foreign)).toBeUndefined();
    expect(await updateWebhook(db, foreign, { enabled: false })).toBeUndefined();
    expect(await rotateWebhookSecret(db, foreign)).toBeUndefined();
    expect(await deleteWebhook(db, foreign)).toBe(false);
    expect(await sendWebhookTest(db, foreign)).toBe("not-found");
    expect(await replayAttempt(db, foreign, 1)).toBe("not-found");
    expect(await replaySince(db, foreign, 0)).toBe("not-found");
    expect(await listWebhookAttempts(db, { ...foreign, limit: 10 })).toEqual([]);
    expect(await readWebhook(db, made)).toEqual(made);
  });

  test("of lemlist's has the secret that it is given, or none", async () => {
    const team = await newTeam(db);
    const given = await create(team, {
      lemlist: { type: "emailsUnsubscribed", isFirst: true, secret: "a b" },
    });
    expect(given).toMatchObject({ secret: "a b", lemlist: { type: "emailsUnsubscribed", isFirst: true } });
    const none = await create(team, { lemlist: {} });
    expect(none.secret).toBeUndefined();
    expect(none.lemlist).toEqual({});
    expect(JSON.stringify(await listWebhooks(db, team.teamId))).not.toContain("a b");
  });

  test("of lemlist's is one, also of equal requests that are at the same place at once", async () => {
    const team = await newTeam(db);
    const ask = (more = {}) =>
      createHook(db, { ...team, url, lemlist: { type: "emailsUnsubscribed", ...more } });
    const held = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const holding = db.transaction().execute(async (trx) => {
      await sql`select from teams where team_id = ${team.teamId} for update`.execute(trx);
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const asked = [ask(), ask(), ask({ isFirst: true }), ask({ campaignId: "other" })];
    await expect.poll(() => waitingForLocks()).toBe(asked.length);
    release.resolve();
    await holding;
    const [first, ...others] = (await Promise.all(asked)).map(({ webhookId }) => webhookId);
    expect(others.slice(0, 2)).toEqual([first, first]);
    expect(others[2]).not.toBe(first);
    expect(await listWebhooks(db, team.teamId)).toHaveLength(2);
    await deleteWebhook(db, { teamId: team.teamId, webhookId: first ?? "" });
    expect((await ask()).webhookId).not.toBe(first);
  });

  test("is changed in what is given, and null takes away", async () => {
    const made = await create(await newTeam(db), { events: ["created"], description: "CRM" });
    expect(await updateWebhook(db, made, {})).toMatchObject({ events: ["created"], description: "CRM" });
    const changed = await updateWebhook(db, made, { events: null, entity: "company", enabled: false });
    expect(changed).toMatchObject({ entity: "company", description: "CRM", disabledReason: "asked" });
    expect(changed?.events).toBeUndefined();
    expect(changed?.disabledAt).toBeInstanceOf(Date);
    const again = await updateWebhook(db, made, { enabled: true });
    expect(again).toMatchObject({ enabled: true });
    expect(again?.disabledReason).toBeUndefined();
  });

  test("has two secrets for a day after a rotation", async () => {
    const made = await create(await newTeam(db));
    const rotated = await rotateWebhookSecret(db, made);
    expect(rotated?.secret).not.toBe(made.secret);
    expect(rotated?.previousSecretUntil?.getTime()).toBeGreaterThan(Date.now() + 86_000_000);
    const { secrets } = await db
      .selectFrom("webhooks")
      .select("secrets")
      .where("team_id", "=", made.teamId)
      .where("webhook_id", "=", made.webhookId)
      .executeTakeFirstOrThrow();
    expect(secrets).toEqual([
      { secret: rotated?.secret },
      { secret: made.secret, until: rotated?.previousSecretUntil?.getTime() },
    ]);
  });

  test("takes a test and a replay with it when it is deleted, and none while it is disabled", async () => {
    const made = await create(await newTeam(db));
    expect(await sendWebhookTest(db, made)).toBe("queued");
    expect(await sendWebhookTest(db, made)).toBe("queued");
    expect(await replayAttempt(db, made, 1)).toBe("no-attempt");
    const since = Date.now() - 1_000;
    expect(await replaySince(db, made, since)).toBe("queued");
    expect((await readWebhook(db, made))?.replaySince?.getTime()).toBe(since);
    await updateWebhook(db, made, { enabled: false });
    expect(await sendWebhookTest(db, made)).toBe("disabled");
    expect(await deleteWebhook(db, made)).toBe(true);
    const left = await db
      .selectFrom("webhook_messages")
      .select("record_id")
      .where("team_id", "=", made.teamId)
      .execute();
    expect(left).toEqual([]);
  });

  test("is one of fifty of a team at most, whoever asks at once", async () => {
    const team = await newTeam(db);
    const all = await Promise.allSettled(Array.from({ length: WEBHOOKS_MAX + 5 }, () => create(team)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(WEBHOOKS_MAX);
    await expect(create(team)).rejects.toMatchObject({ code: "TOO_MANY_WEBHOOKS" });
  });
});
