import { setTimeout as delay } from "node:timers/promises";
import {
  commitOnce,
  createTeam,
  createWebhook,
  fanOut,
  listWebhookAttempts,
  readWebhook,
  sendWebhookTest,
} from "@onefold/records";
import type { WebhookFilter, WebhookName } from "@onefold/records";
import { createWebhookSender, readAllowPrivate } from "@onefold/webhook-sender";
import { pino } from "pino";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { deliver } from "../../apps/worker/src/webhooks/deliver.ts";
import { startReceiver } from "../../packages/webhook-sender/test/support/receiver.ts";
import { buildItems } from "../bench/ceiling/build-items.ts";
import { readFeed } from "../prove/events/follow-feed.ts";
import { checkDeliveries } from "../support/check-deliveries.ts";
import { times } from "../support/thorough.ts";
import { startWebhookReceiver } from "../support/webhook-receiver.ts";
import { postContact } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { seededRandom } from "./support/seeded-random.ts";

const FAULTY_WORKER = new URL("./support/faulty-worker.ts", import.meta.url);
const POINTS = ["before-send", "after-send"] as const;
const KILLS = times(1, 10);
const ENV = { WEBHOOK_ALLOW_PRIVATE: "1", WEBHOOK_TIMEOUT_MS: "1000" };
const PEOPLE = 10;
const MANY = 200;

const create = async (cluster: Cluster, url: string, filter: WebhookFilter = {}) => {
  const { userId } = await owner(cluster);
  return await createWebhook(cluster.db, { teamId: cluster.teamId, userId, url, ...filter });
};

async function owner({ db, teamId }: Cluster): Promise<{ userId: string }> {
  const row = await db
    .selectFrom("users")
    .select("user_id as userId")
    .where("team_id", "=", teamId)
    .executeTakeFirstOrThrow();
  return row;
}

/** As if hours had passed: all that waits, and isn't being sent, is due. */
async function letTimePass({ db, teamId }: Cluster, webhookId: string): Promise<void> {
  const its = sql`team_id = ${teamId} and webhook_id = ${webhookId}`;
  await sql`update webhook_messages set next_at = now() where ${its} and not sending`.execute(db);
  await sql`update webhooks set next_at = now() where ${its} and next_at is not null`.execute(db);
}

/** Contacts of one commit. */
async function createContacts(cluster: Cluster, count: number): Promise<void> {
  const { db, teamId } = cluster;
  const { userId } = await owner(cluster);
  const { outcomes } = await commitOnce(db, buildItems({ teamId, userId }, "new", 0, count));
  expect(outcomes).toHaveLength(count);
}

interface LoneDelivery extends Disposable {
  readonly delivered: Promise<void>;
  /** How the attempts ended. */
  readonly outcomes: readonly string[];
  /** No message is begun any more. */
  stop(): void;
  /** Those under way end. */
  kill(): void;
}

/** Gives a webhook one turn, in this process. */
function deliverAlone({ db }: Cluster, webhook: WebhookName): LoneDelivery {
  const sender = createWebhookSender({ allowPrivate: readAllowPrivate("1"), timeoutMs: 10_000 });
  const [stopping, killing] = [new AbortController(), new AbortController()];
  const outcomes: string[] = [];
  const delivered = deliver(webhook, {
    db,
    log: pino({ enabled: false }),
    attempted: (outcome) => outcomes.push(outcome),
    sender,
    timeoutMs: 10_000,
    now: Date.now,
    signal: stopping.signal,
    killing: killing.signal,
  });
  return {
    delivered,
    outcomes,
    stop: () => stopping.abort(),
    kill: () => {
      killing.abort();
      sender.close();
    },
    [Symbol.dispose]: () => sender.close(),
  };
}

describe.each(mostly("postgres"))("webhooks with the queue on %s", (backend) => {
  test("workers killed at each point of a delivery, and a receiver that fails, lose no event", async () => {
    const random = seededRandom();
    await using cluster = await createCluster(backend);
    let secret = "";
    let isMended = false;
    let refused = 0;
    await using receiver = await startWebhookReceiver(
      () => secret,
      () => {
        // A few are refused still, so that some come again.
        if (isMended) return refused++ < 3 ? 500 : 204;
        const luck = random.below(10);
        return luck === 0 ? undefined : luck === 1 ? 500 : 204;
      },
    );
    const webhook = await create(cluster, receiver.url);
    secret = webhook.secret ?? "";
    const api = await cluster.startApi();
    const write = async () => {
      const email = `person-${random.below(PEOPLE)}@example.com`;
      const { status } = await postContact(api.url, cluster.key, {
        email,
        jobTitle: `v${random.below(1e9)}`,
      });
      expect([200, 201]).toContain(status);
    };
    for (const point of POINTS)
      for (let kill = 0; kill < KILLS; kill++) {
        const worker = await cluster.spawnWorker({ ...ENV, FAULT_POINT: point }, FAULTY_WORKER);
        const reached = worker.waitForOutput(/"at":"/);
        for (let i = 0; i < 3; i++) await write();
        await reached;
        await worker.kill("SIGKILL");
      }
    const workers = [await cluster.spawnWorker(ENV), await cluster.spawnWorker(ENV)];
    for (let i = 0; i < 20; i++) await write();
    await workers[0]?.kill("SIGKILL");
    for (let i = 0; i < 20; i++) await write();

    // What failed twice waits for minutes: from here on the receiver takes all, and time passes.
    isMended = true;
    expect((await postContact(api.url, cluster.key, { email: "last@example.com" })).status).toBe(201);
    const feed = await readFeed({ urls: [api.url], apiKey: cluster.key });
    expect(feed.length).toBeGreaterThan(PEOPLE);
    const missing = async () => {
      await letTimePass(cluster, webhook.webhookId);
      return checkDeliveries({ log: receiver.log, feed });
    };
    await expect.poll(missing, { timeout: 60_000, interval: 500 }).toEqual([]);
    const repeated = receiver.log.length - new Set(receiver.log.map(({ id }) => id)).size;
    expect(repeated).toBeGreaterThan(0);
    const attempts = await listWebhookAttempts(cluster.db, { ...webhook, limit: 1_000 });
    expect(attempts.filter(({ delivered }) => delivered).length).toBeGreaterThan(0);
  }, 300_000);
});

describe.each(mostly("redis"))("webhooks with the queue on %s", (backend) => {
  test("where nothing fails each message comes once, eight at a time, and is noted", async () => {
    await using cluster = await createCluster(backend);
    let secret = "";
    await using receiver = await startWebhookReceiver(() => secret);
    const webhook = await create(cluster, receiver.url);
    secret = webhook.secret ?? "";
    const api = await cluster.startApi();
    await cluster.startWorker(ENV);
    await cluster.startWorker(ENV);
    await Promise.all(
      Array.from({ length: MANY }, (_, who) =>
        postContact(api.url, cluster.key, { email: `p${who}@example.com` }),
      ),
    );
    const left = () => cluster.db.selectFrom("webhook_messages").select("record_id").execute();
    await expect.poll(() => receiver.log.length, { timeout: 30_000 }).toBe(MANY);
    // Before any lease is over.
    await expect.poll(left, { timeout: 5_000 }).toEqual([]);
    expect(new Set(receiver.log.map(({ id }) => id)).size).toBe(MANY);
    expect(receiver.most()).toBeLessThanOrEqual(8);
    expect(await listWebhookAttempts(cluster.db, { ...webhook, limit: 1_000 })).toHaveLength(MANY);
  }, 60_000);

  test("what a stopping worker breaks off is no failure of the receiver", async () => {
    await using cluster = await createCluster(backend);
    let secret = "";
    await using receiver = await startWebhookReceiver(
      () => secret,
      () => undefined,
    );
    const webhook = await create(cluster, receiver.url);
    secret = webhook.secret ?? "";
    await sendWebhookTest(cluster.db, webhook);
    using worker = deliverAlone(cluster, webhook);
    await expect.poll(() => receiver.log.length, { timeout: 10_000 }).toBe(1);
    worker.stop();
    worker.kill();
    await worker.delivered;
    expect(worker.outcomes).toEqual(["aborted"]);
    expect(await listWebhookAttempts(cluster.db, { ...webhook, limit: 10 })).toEqual([]);
    expect((await readWebhook(cluster.db, webhook))?.failingSince).toBeUndefined();
  }, 60_000);

  test("what a worker had taken ahead when it stops, or when its receiver fails, is due at once", async () => {
    await using cluster = await createCluster(backend);
    let secret = "";
    let answered = 0;
    let quarter = () => {};
    await using receiver = await startWebhookReceiver(
      () => secret,
      () => {
        if (++answered === MANY / 4) quarter();
        return answered > MANY / 2 ? 500 : 204;
      },
    );
    const webhook = await create(cluster, receiver.url);
    secret = webhook.secret ?? "";
    await createContacts(cluster, MANY);
    await expect
      .poll(async () => (await fanOut(cluster.db, webhook)).messages, { timeout: 10_000 })
      .toBe(MANY);
    const left = () =>
      cluster.db.selectFrom("webhook_messages").select(["record_id", "sending", "next_at"]).execute();
    {
      using worker = deliverAlone(cluster, webhook);
      quarter = () => worker.stop();
      await worker.delivered;
    }
    const isDue = ({ sending, next_at }: { sending: boolean; next_at: Date }) =>
      !sending && next_at.getTime() <= Date.now();
    expect((await left()).filter(isDue)).toHaveLength(MANY - receiver.log.length);
    using worker = deliverAlone(cluster, webhook);
    await worker.delivered;
    const failed = receiver.log.filter(({ status }) => status === 500);
    expect(failed.length).toBeLessThanOrEqual(16);
    expect((await left()).filter(isDue)).toHaveLength(MANY - receiver.log.length);
  }, 60_000);

  test("of a receiver that was quick and has become slow no more is held than is under way", async () => {
    await using cluster = await createCluster(backend);
    let secret = "";
    let answered = 0;
    const held: number[] = [];
    const isHeld = () =>
      cluster.db.selectFrom("webhook_messages").select("record_id").where("sending", "=", true).execute();
    await using receiver = await startWebhookReceiver(
      () => secret,
      async () => {
        if (++answered <= 24) return 204;
        if (answered === 24 + 20) held.push((await isHeld()).length);
        await delay(1_200);
        return 204;
      },
    );
    const webhook = await create(cluster, receiver.url);
    secret = webhook.secret ?? "";
    await createContacts(cluster, MANY);
    await expect
      .poll(async () => (await fanOut(cluster.db, webhook)).messages, { timeout: 10_000 })
      .toBe(MANY);
    using worker = deliverAlone(cluster, webhook);
    await expect.poll(() => held, { timeout: 30_000 }).toHaveLength(1);
    worker.stop();
    await worker.delivered;
    // Those under way, and as many as were taken when some of them had ended.
    expect(held[0]).toBeLessThanOrEqual(16);
  }, 60_000);

  test("one that hangs and one that is gone hold nobody up; each is told within a second", async () => {
    await using cluster = await createCluster(backend);
    const secrets: Record<"good" | "hangs" | "gone", string> = { good: "", hangs: "", gone: "" };
    const arrived: number[] = [];
    await using good = await startWebhookReceiver(
      () => secrets.good,
      () => {
        arrived.push(performance.now());
        return 200;
      },
    );
    await using hangs = await startWebhookReceiver(
      () => secrets.hangs,
      () => undefined,
    );
    await using gone = await startWebhookReceiver(
      () => secrets.gone,
      () => 410,
    );
    const hooks = {
      good: await create(cluster, good.url, { entity: "contact" }),
      hangs: await create(cluster, hangs.url),
      gone: await create(cluster, gone.url),
    };
    for (const name of ["good", "hangs", "gone"] as const) secrets[name] = hooks[name].secret ?? "";
    const api = await cluster.startApi();
    await cluster.startWorker(ENV);
    await postContact(api.url, cluster.key, { email: "first@example.com" });
    await expect.poll(() => good.log.length, { timeout: 10_000 }).toBe(1);
    // Other transactions of the server hold the feed back now and then: most are told at once.
    const waits: number[] = [];
    for (let who = 0; who < 9; who++) {
      await postContact(api.url, cluster.key, { email: `p${who}@example.com` });
      const committed = performance.now();
      await expect.poll(() => good.log.length, { timeout: 10_000, interval: 10 }).toBe(who + 2);
      waits.push((arrived[who + 1] ?? Infinity) - committed);
    }
    expect(waits.toSorted((a, b) => a - b)[4]).toBeLessThan(1_000);
    await expect
      .poll(async () => (await readWebhook(cluster.db, hooks.gone))?.disabledReason, { timeout: 10_000 })
      .toBe("gone");
    await expect
      .poll(async () => (await readWebhook(cluster.db, hooks.hangs))?.failingSince, { timeout: 20_000 })
      .toBeInstanceOf(Date);
    const [attempt] = await listWebhookAttempts(cluster.db, { ...hooks.hangs, limit: 1 });
    expect(attempt).toMatchObject({ delivered: false, error: "timeout" });
    await delay(1_500);
    expect(hangs.most()).toBeLessThanOrEqual(8);
    expect(good.log.every(({ message }) => message.type === "contact.created")).toBe(true);
  }, 120_000);

  test("a team's slow receivers leave turns to another team", async () => {
    await using cluster = await createCluster(backend);
    const other = await createTeam(cluster.db, {
      name: "Other",
      owner: { email: "olga@example.com", name: "Olga" },
    });
    const held = Promise.withResolvers<void>();
    await using slow = await startReceiver(
      (_request, response) => void held.promise.then(() => response.end()),
    );
    await using quick = await startReceiver();
    for (let n = 0; n < 3; n++) await sendWebhookTest(cluster.db, await create(cluster, slow.url));
    await cluster.startWorker({ ...ENV, WEBHOOK_CONCURRENCY: "2", WEBHOOK_TIMEOUT_MS: "30000" });
    await expect.poll(() => slow.received.length, { timeout: 10_000 }).toBe(1);
    const theirs = await createWebhook(cluster.db, { ...other, url: quick.url });
    for (let n = 1; n <= 3; n++) {
      await sendWebhookTest(cluster.db, theirs);
      await expect.poll(() => quick.received.length, { timeout: 5_000 }).toBe(n);
    }
    expect(slow.received).toHaveLength(1);
    held.resolve();
    await expect.poll(() => slow.received.length, { timeout: 10_000 }).toBe(3);
  }, 60_000);
});
