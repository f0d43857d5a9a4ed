import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  createWebhook,
  fanOut,
  findDue,
  findFollowers,
  listWebhookAttempts,
  loadMessages,
  readWebhook,
  replayAttempt,
  replaySince,
  sendWebhookTest,
  updateWebhook,
  workOn,
} from "../../src/index.ts";
import type { WebhookName } from "../../src/index.ts";
import { PROBED_AFTER } from "../../src/webhooks/pauses.ts";
import { ATTEMPTS_KEPT, purgeAttempts } from "../../src/webhooks/write-attempts.ts";
import { readAll, settled } from "../changes/support/reading.ts";
import { createActs } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";
import { claim, deliverAll, fanOutAll, letTimePass, loadAll, sent } from "./support/receiver.ts";

const db = await testDatabase({ max: 10 });
const { applied, merging } = createActs(db);
const create = ({ teamId, userId }: Team, more = {}) =>
  createWebhook(db, { teamId, userId, url: "https://hooks.example.com", ...more });
const write = (team: Team, who: string, jobTitle = "CTO") =>
  applied(team.item({ identifiers: [email(`${who}@example.com`)], set: { jobTitle } }));
const byWebhook = ({ teamId, webhookId }: WebhookName) =>
  sql<boolean>`team_id = ${teamId} and webhook_id = ${webhookId}`;
const waiting = async ({ teamId }: Team) =>
  await db.selectFrom("webhook_messages").select("record_id").where("team_id", "=", teamId).execute();

test("a webhook is told of what its filter names, from its beginning on", async () => {
  const team = await newTeam(db);
  await write(team, "before");
  await settled(db);
  const updates = await create(team, { events: ["updated"], fields: ["jobTitle"] });
  const all = await create(team);
  await write(team, "jane");
  await write(team, "jane", "CEO");
  await applied(team.item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane" } }));
  for (const name of [updates, all]) await fanOutAll(db, name);
  const [told] = await deliverAll(db, updates);
  expect(told?.message.content).toMatchObject({ events: ["updated"], omitted: 0 });
  expect(told?.changes.map((each) => each.kind === "record" && each.applied?.changes)).toEqual([
    { jobTitle: { from: "CTO", to: "CEO" } },
  ]);
  const messages = await deliverAll(db, all);
  expect(messages.map(({ message }) => message.content.events)).toEqual([["created", "updated"]]);
  expect(messages[0]?.record?.fields).toMatchObject({ jobTitle: "CEO", firstName: "Jane" });
});

test("what is found to be followed and due is what has something", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  const isIn = (some: readonly { webhookId: string }[] | undefined) =>
    some?.some(({ webhookId }) => webhookId === name.webhookId);
  await fanOutAll(db, name);
  expect(isIn(await findFollowers(db))).toBe(false);
  expect(isIn(await findDue(db))).toBe(false);
  await write(team, "jane");
  await settled(db);
  expect(isIn(await findFollowers(db))).toBe(true);
  await fanOutAll(db, name);
  expect(isIn(await findFollowers(db))).toBe(false);
  expect(isIn(await findDue(db))).toBe(true);
  await deliverAll(db, name);
  expect(isIn(await findDue(db))).toBe(false);
  await sql`
    update webhooks set place = jsonb_set(place::jsonb, '{day}', '"2020-01-01"')::json
     where team_id = ${team.teamId}`.execute(db);
  expect(isIn(await findFollowers(db))).toBe(true);
  await updateWebhook(db, name, { enabled: false });
  expect(isIn(await findFollowers(db))).not.toBe(true);
});

test("one that is behind, or whose place can't be read, doesn't have the others looked at", async () => {
  const team = await newTeam(db);
  const [behind, broken, other] = [await create(team), await create(team), await create(team)];
  await write(team, "jane");
  for (const name of [broken, other]) await fanOutAll(db, name);
  const ofTeam = async () =>
    (await findFollowers(db))?.flatMap(({ teamId, webhookId }) =>
      teamId === team.teamId ? [webhookId] : [],
    );
  expect(await ofTeam()).toEqual([behind.webhookId]);
  for (const place of ['{"day":"no day"}', '"x"', "7"]) {
    await db.updateTable("webhooks").set({ place }).where(byWebhook(broken)).execute();
    expect(new Set(await ofTeam())).toEqual(new Set([behind.webhookId, broken.webhookId]));
  }
  await expect(fanOut(db, broken)).rejects.toThrow();
  await fanOutAll(db, behind);
  await db.deleteFrom("webhooks").where(byWebhook(broken)).execute();
  expect(await ofTeam()).toEqual([]);
});

test("one that fails is probed with one message at a time, and all that waits is sent when it answers", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  for (let who = 0; who < 10; who++) await write(team, `p${who}`);
  await fanOutAll(db, name);
  const failed = (await claim(db, name, { wanted: PROBED_AFTER })).map(({ message }) =>
    sent(message, { delivered: false, status: 500, error: "status" }),
  );
  expect(failed).toHaveLength(PROBED_AFTER);
  expect(await claim(db, name, { done: failed })).toEqual([]);
  expect((await findDue(db)).map(({ webhookId }) => webhookId)).not.toContain(name.webhookId);
  expect((await readWebhook(db, name))?.failingSince).toBeInstanceOf(Date);
  await write(team, "news");
  await fanOutAll(db, name);
  expect(await claim(db, name)).toEqual([]);
  await db
    .updateTable("webhooks")
    .set({ next_at: sql<Date>`now()` })
    .where("team_id", "=", team.teamId)
    .where("webhook_id", "=", name.webhookId)
    .execute();
  const probe = await claim(db, name);
  expect(probe).toHaveLength(1);
  const rest = await claim(db, name, { wanted: 20, done: probe.map(({ message }) => sent(message)) });
  expect(rest).toHaveLength(10);
  expect((await readWebhook(db, name))?.failingSince).toBeUndefined();
});

test("a failed probe leaves a message as it was, and the next takes another; who comes and goes uses up no try", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  for (const who of ["jane", "jill"]) await write(team, who);
  await fanOutAll(db, name);
  const its = { teamId: team.teamId, webhookId: name.webhookId };
  const inHours = sql<Date>`date_trunc('second', now()) + interval '5 hours'`;
  const state = async () =>
    await db.selectFrom("webhook_messages").select(["tries", "next_at"]).where(byWebhook(its)).execute();
  await db
    .updateTable("webhook_messages")
    .set({ tries: 9, next_at: inHours })
    .where(byWebhook(its))
    .execute();
  await db.updateTable("webhooks").set({ failures: PROBED_AFTER }).where(byWebhook(its)).execute();
  const before = await state();
  const probed: string[] = [];
  for (let probe = 0; probe < 4; probe++) {
    await db
      .updateTable("webhooks")
      .set({ next_at: sql<Date>`now()` })
      .where(byWebhook(its))
      .execute();
    const [taken] = await claim(db, name);
    if (!taken) throw new Error("nothing was probed");
    probed.push(taken.message.recordId);
    const done = [sent(taken.message, { delivered: false, status: 500, error: "status" })];
    expect(await claim(db, name, { done })).toEqual([]);
    expect(await state()).toEqual(before);
  }
  expect(new Set(probed.slice(0, 2)).size).toBe(2);
  expect(probed.slice(2)).toEqual(probed.slice(0, 2));
  await db
    .updateTable("webhooks")
    .set({ next_at: sql<Date>`now()` })
    .where(byWebhook(its))
    .execute();
  const [last] = await claim(db, name);
  if (!last) throw new Error("nothing was probed");
  expect(await claim(db, name, { done: [sent(last.message)] })).toMatchObject([{ message: { tries: 8 } }]);
});

test("410 disables it, and it goes on where it was when it is enabled again", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  await write(team, "jane");
  await fanOutAll(db, name);
  const [first] = await claim(db, name);
  if (!first) throw new Error("nothing was due");
  const work = { wanted: 5, sending: 0, leaseMs: 1_000 };
  const gone = [sent(first.message, { delivered: false, status: 410, error: "status" })];
  expect(await workOn(db, name, { ...work, sent: gone })).toMatchObject({ disabled: "gone", taken: [] });
  expect(await readWebhook(db, name)).toMatchObject({ enabled: false, disabledReason: "gone" });
  await write(team, "jill");
  expect(await fanOutAll(db, name)).toBe(0);
  expect(await workOn(db, name, { ...work, sent: [] })).toMatchObject({ taken: [] });
  await updateWebhook(db, name, { enabled: true });
  expect(await fanOutAll(db, name)).toBe(1);
  await letTimePass(db, name);
  expect(await deliverAll(db, name)).toHaveLength(2);
});

test("that one is disabled is an event, of which the team's others are told that ask for it, and not itself", async () => {
  const team = await newTeam(db);
  const [its, all, contacts, asking] = [
    await create(team),
    await create(team),
    await create(team, { entity: "contact" }),
    await create(team, { events: ["disabled"] }),
  ];
  const disable = async () => {
    await fanOutAll(db, its);
    const [message] = await claim(db, its, { wanted: 1 });
    if (!message) throw new Error("nothing was due");
    const sentNow = [sent(message.message, { delivered: false, status: 410, error: "status" })];
    await workOn(db, its, { wanted: 0, sending: 0, leaseMs: 1_000, sent: sentNow });
  };
  await write(team, "jane");
  await disable();
  const told = { event: "disabled", entity: "webhook", kind: "webhook", webhookId: its.webhookId };
  const ofWebhooks = (await readAll(db, team.teamId)).filter(({ entity }) => entity === "webhook");
  expect(ofWebhooks).toMatchObject([{ ...told, disabledReason: "gone", row: 1 }]);
  for (const [name, count] of [
    [all, 2],
    [contacts, 1],
    [asking, 1],
  ] as const)
    expect(await fanOutAll(db, name)).toBe(count);
  const [message] = await deliverAll(db, asking);
  expect(message).toMatchObject({ message: { recordId: its.webhookId, entity: "webhook" }, changes: [told] });
  expect(message?.record).toBeUndefined();
  expect(await listWebhookAttempts(db, { ...asking, limit: 1 })).toMatchObject([
    { recordId: its.webhookId, entity: "webhook", events: ["disabled"] },
  ]);

  // Once more is another event; what somebody asked for is none.
  await updateWebhook(db, its, { enabled: true });
  await letTimePass(db, its);
  await disable();
  expect(await fanOutAll(db, asking)).toBe(1);
  await updateWebhook(db, its, { enabled: true });
  await updateWebhook(db, its, { enabled: false });
  expect(await fanOutAll(db, asking)).toBe(0);
  const events = (await readAll(db, team.teamId)).filter(({ entity }) => entity === "webhook");
  expect(new Set(events.map(({ row }) => row)).size).toBe(2);
});

test("enabled again or at another address it is sent all that waits, and a former address's word doesn't count", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  for (const who of ["jane", "jill"]) await write(team, who);
  await fanOutAll(db, name);
  const [jane, jill] = await claim(db, name);
  if (!jane || !jill) throw new Error("nothing was due");
  const failed = (how: object) => ({ delivered: false, error: "status", ...how });
  expect(await claim(db, name, { done: [sent(jane.message, failed({ status: 500 }))] })).toEqual([]);
  await updateWebhook(db, name, { url: "https://other.example.com" });
  const late = [sent(jill.message, failed({ status: 410 }))];
  const again = await claim(db, name, { done: late });
  expect(again).toMatchObject([
    { message: { url: "https://other.example.com" } },
    { message: { url: "https://other.example.com" } },
  ]);
  expect((await readWebhook(db, name))?.enabled).toBe(true);
  const all = again.map(({ message }) => sent(message, failed({ status: 500 })));
  expect(await claim(db, name, { done: all })).toEqual([]);
  await updateWebhook(db, name, { enabled: true });
  expect(await deliverAll(db, name)).toHaveLength(2);
});

test("of large records each is read when it is asked for, and of many large receipts the newest", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  const large = "x".repeat(4_900);
  const many = (at: number) =>
    Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`f${n}`, `${at}${large}`]));
  const of = (who: string, at: number) =>
    applied(team.item({ identifiers: [email(`${who}@example.com`)], set: many(at) }));
  for (const who of ["jane", "jill", "joan", "john"]) for (let at = 0; at < 4; at++) await of(who, at);
  await fanOutAll(db, name);
  const work = await workOn(db, name, { sent: [], wanted: 8, sending: 0, leaseMs: 60_000 });
  if (!work) throw new Error("nothing was due");
  const loaded = await loadAll(db, work);
  expect(loaded).toHaveLength(4);
  for (const { message, record, changes } of loaded) {
    expect(message.content.entries).toHaveLength(4);
    expect(record?.fields["f1"]).toBe(`3${large}`);
    const last = changes.at(-1);
    expect(last?.kind === "record" && last.applied?.changes["f1"]?.to).toBe(`3${large}`);
    // A receipt has a record of 200 KB, and twice that of changes.
    expect(changes.length).toBeLessThan(4);
  }
  for await (const one of loadMessages(db, work.webhook, work.taken)) {
    expect(one.message.recordId).toBe(loaded[0]?.message.recordId);
    break;
  }
});

test("past its window events wait in the feed", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  for (const who of ["a", "b", "c"]) await write(team, who);
  await settled(db);
  const some = { page: 1, window: 2 };
  expect(await fanOut(db, name, some)).toMatchObject({ messages: 1 });
  expect(await fanOut(db, name, some)).toMatchObject({ messages: 1 });
  expect(await fanOut(db, name, some)).toEqual({ state: "full", messages: 0 });
  expect(await deliverAll(db, name)).toHaveLength(2);
  expect(await fanOut(db, name, some)).toMatchObject({ messages: 1 });
});

test("a feed that can't be followed is begun again from the day of its place, and that is told", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  await write(team, "jane");
  await settled(db);
  await sql`
    update webhooks set place = jsonb_set(place::jsonb, '{epoch}', '"another"')::json
     where team_id = ${team.teamId}`.execute(db);
  expect(await fanOut(db, name)).toEqual({ state: "more", messages: 0 });
  expect((await readWebhook(db, name))?.missedAt).toBeInstanceOf(Date);
  expect(await fanOutAll(db, name)).toBe(1);
});

test("an attempt, all since a time, and a test are sent again as the record is now", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  await write(team, "old");
  await settled(db);
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  await write(team, "jane");
  await fanOutAll(db, name);
  const first = await deliverAll(db, name);
  expect(first).toHaveLength(2);
  await write(team, "jane", "CEO");
  await fanOutAll(db, name);
  await deliverAll(db, name);
  const [attempt] = (await listWebhookAttempts(db, { ...name, limit: 10 })).filter(({ events }) =>
    events.includes("created"),
  );
  expect(await replayAttempt(db, name, attempt?.number ?? 0)).toBe("queued");
  const [again] = await deliverAll(db, name);
  expect(again?.message.content.events).toEqual(["created"]);
  expect(first.map(({ message }) => message.messageId)).not.toContain(again?.message.messageId);

  expect(await replaySince(db, name, rows[0]?.now.getTime() ?? 0)).toBe("queued");
  await fanOutAll(db, name);
  const since = await deliverAll(db, name);
  expect(since.map(({ message }) => message.content.events)).toEqual([["created", "updated"]]);
  expect(since[0]?.record?.fields).toMatchObject({ jobTitle: "CEO" });
  expect((await readWebhook(db, name))?.replaySince).toBeUndefined();

  expect(await sendWebhookTest(db, name)).toBe("queued");
  expect(await deliverAll(db, name)).toMatchObject([{ isTest: true }]);
  expect((await listWebhookAttempts(db, { ...name, limit: 1 }))[0]?.recordId).toBeUndefined();
});

test("a record that became a part of another is told as such", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  const [jane, jill] = [await write(team, "jane"), await write(team, "jill")];
  await merging(team, jane.record.recordId, [jill.record.recordId]);
  await fanOutAll(db, name);
  const told = new Map((await deliverAll(db, name)).map((each) => [each.message.recordId, each]));
  expect(told.get(jane.record.recordId)?.message.content.events).toEqual(["created", "merged", "updated"]);
  expect(told.get(jill.record.recordId)).toMatchObject({ mergedInto: jane.record.recordId });
  expect(told.get(jill.record.recordId)?.record).toBeUndefined();
});

test("so many attempts are kept, for so many days", async () => {
  const team = await newTeam(db);
  const name = await create(team);
  await write(team, "jane");
  await fanOutAll(db, name);
  const [first] = await claim(db, name);
  if (!first) throw new Error("nothing was due");
  const { message } = first;
  const many = Array.from({ length: ATTEMPTS_KEPT + 5 }, () => sent(message));
  const work = { wanted: 0, sending: 0, leaseMs: 1_000 };
  await workOn(db, name, { ...work, sent: many.slice(0, 10) });
  await workOn(db, name, { ...work, sent: many.slice(10) });
  const kept = await listWebhookAttempts(db, { ...name, limit: 2_000 });
  expect(kept).toHaveLength(ATTEMPTS_KEPT);
  expect(kept.at(0)?.number).toBe(ATTEMPTS_KEPT + 5);
  expect(await listWebhookAttempts(db, { ...name, limit: 1, before: 8 })).toMatchObject([{ number: 7 }]);
  await sql`
    update webhook_attempts set at = now() - interval '8 days'
     where team_id = ${team.teamId} and number <= 100`.execute(db);
  expect(await purgeAttempts(db, { maxRows: 10 })).toBe(95);
  expect(await waiting(team)).toEqual([]);
});
