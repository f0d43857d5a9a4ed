import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import {
  createWebhook,
  deleteWebhook,
  fanOut,
  listWebhookAttempts,
  listWebhooks,
  purgeAttempts,
  readAttempt,
  readDeliveries,
  readWebhook,
  replayAttempt,
  replaySince,
  rotateWebhookSecret,
  sendWebhookTest,
  updateWebhook,
  workOn,
} from "@onefold/records";
import type { AddressedMessage, SentMessage, WebhookName } from "@onefold/records";
import { sql } from "kysely";
import type { Stack, TestTeam } from "../../e2e/support/stack.ts";
import { until } from "../../e2e/support/until.ts";
import { startWebhookReceiver } from "../../support/webhook-receiver.ts";

/** All that is done for webhooks: by the worker itself, and what takes it hours by the same role. */
export async function webhooks(stk: Stack, team: TestTeam): Promise<void> {
  const { db: superuser, urls } = stk;
  await using api = connect(urls?.api);
  await using worker = connect(urls?.worker);
  let secret = "";
  await using receiver = await startWebhookReceiver(() => secret);
  const made = await createWebhook(api.db, { ...team, url: receiver.url, fields: ["jobTitle"] });
  secret = made.secret ?? "";
  await listWebhooks(api.db, team.teamId);
  await updateWebhook(api.db, made, { description: "wide", fields: null });
  secret = (await rotateWebhookSecret(api.db, made))?.secret ?? "";
  await team.contact({ email: "told@example.com" });
  await team.contact({ email: "told@example.com", jobTitle: "CEO" });
  await sendWebhookTest(api.db, made);
  await until(
    "deliveries",
    20_000,
    async () => receiver.log.length >= 2 && (await attempts(api.db, made)) >= 2,
  );
  await replayAttempt(api.db, made, 1);
  await replaySince(api.db, made, Date.now() - 60_000);
  await until("the end of the replay", 20_000, async () => !(await readWebhook(api.db, made))?.replaySince);
  await team.request("DELETE", "/api/contacts/told@example.com");
  await until("its deletion", 20_000, () =>
    Promise.resolve(receiver.log.some(({ message }) => message.type === "contact.deleted")),
  );
  await failAndRecover(superuser, worker.db, team);
  await sql`
    update webhook_attempts set at = now() - interval '8 days' where team_id = ${team.teamId}`.execute(
    superuser,
  );
  await purgeAttempts(worker.db);
  await deleteWebhook(api.db, made);
}

async function attempts(db: Database, name: WebhookName): Promise<number> {
  const all = await listWebhookAttempts(db, { ...name, limit: 10 });
  await listWebhookAttempts(db, { ...name, limit: 10, before: 2 });
  await readAttempt(db, name, 1);
  await readDeliveries(db, name.teamId);
  await readDeliveries(db, name.teamId, name.webhookId);
  return all.length;
}

/** Nobody listens at its address: where the worker takes it meanwhile, it looks up no name and is done at once. */
async function failAndRecover(superuser: Database, db: Database, team: TestTeam): Promise<void> {
  const url = "http://127.0.0.1:1/";
  const made = await createWebhook(superuser, { ...team, url, lemlist: { secret: "x" } });
  const { teamId, webhookId } = made;
  const due = sql`
    update webhooks set next_at = now() where team_id = ${teamId} and webhook_id = ${webhookId}`;
  await sql`
    insert into webhook_messages (team_id, webhook_id, record_id, entity, message_id, content, next_at)
    select ${teamId}, ${webhookId}, 'test' || n, 'contact', 'msg_' || n, '{"events":[],"entries":[],"omitted":0}',
           now() from generate_series(1, 7) n`.execute(superuser);
  const work = { wanted: 5, sending: 0, leaseMs: 1_000 };
  const how = (message: AddressedMessage, delivered: boolean): SentMessage => ({
    message,
    at: Date.now(),
    delivered,
    durationMs: 1,
    answer: "",
  });
  const taken = (await workOn(db, made, { ...work, sent: [] }))?.taken ?? [];
  await workOn(db, made, { ...work, sent: taken.map((each) => how(each, false)) });
  await due.execute(superuser);
  const probe = (await workOn(db, made, { ...work, sent: [] }))?.taken ?? [];
  await workOn(db, made, { ...work, sent: probe.map((each) => how(each, true)) });
  await fanOut(db, made);
  await workOn(db, made, { ...work, sent: probe.map((each) => ({ ...how(each, false), status: 410 })) });
}

function connect(url = ""): AsyncDisposable & { readonly db: Database } {
  const db = createDatabase({ url, max: 2 });
  return { db, [Symbol.asyncDispose]: () => db.destroy() };
}
