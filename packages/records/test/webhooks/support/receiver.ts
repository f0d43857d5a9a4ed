import type { Database } from "@onefold/database";
import { sql } from "kysely";
import { fanOut, loadMessages, workOn } from "../../../src/index.ts";
import type { WorkTaken } from "../../../src/webhooks/work-on.ts";
import type { AddressedMessage, LoadedMessage, SentMessage, WebhookName } from "../../../src/index.ts";
import { settled } from "../../changes/support/reading.ts";

/** Says how an attempt went. */
export function sent(message: AddressedMessage, how: Partial<SentMessage> = {}): SentMessage {
  return { message, at: Date.now(), delivered: true, status: 200, durationMs: 1, answer: "", ...how };
}

/** Fans out all that was committed before, and gives how many messages it put. */
export async function fanOutAll(db: Database, name: WebhookName): Promise<number> {
  await settled(db);
  let messages = 0;
  for (;;) {
    const out = await fanOut(db, name);
    messages += out.messages;
    if (out.state !== "more") return messages;
  }
}

/** Claims what is due, and loads it as whoever sends it does. */
export async function claim(
  db: Database,
  name: WebhookName,
  { wanted = 10, leaseMs = 60_000, done = [] as readonly SentMessage[] } = {},
): Promise<LoadedMessage[]> {
  const work = await workOn(db, name, { sent: done, wanted, sending: 0, leaseMs });
  return work ? await loadAll(db, work) : [];
}

/** Delivers all that is due to a receiver that takes everything. */
export async function deliverAll(db: Database, name: WebhookName): Promise<LoadedMessage[]> {
  const all: LoadedMessage[] = [];
  let done: SentMessage[] = [];
  for (;;) {
    const loaded = await claim(db, name, { done });
    if (loaded.length === 0) return all;
    all.push(...loaded);
    done = loaded.map(({ message }) => sent(message));
  }
}

/** As if hours had passed: what waits is due, also what somebody is sending. */
export async function letTimePass(db: Database, { teamId, webhookId }: WebhookName): Promise<void> {
  for (const table of ["webhook_messages", "webhooks"])
    await sql`
      update ${sql.table(table)} set next_at = now() - interval '1 second'
       where team_id = ${teamId} and webhook_id = ${webhookId} and next_at is not null`.execute(db);
}

/** Loads all that was taken. */
export async function loadAll(db: Database, { webhook, taken }: WorkTaken): Promise<LoadedMessage[]> {
  const all: LoadedMessage[] = [];
  for await (const loaded of loadMessages(db, webhook, taken)) all.push(loaded);
  return all;
}
