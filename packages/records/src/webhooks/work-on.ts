import type { WebhookDisabledReason } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";
import { changeInserts } from "../changes/write-changes.ts";
import type { NewChange } from "../changes/write-changes.ts";
import { runAll } from "../transactions/statement.ts";
import { holdWebhook } from "./held-webhook.ts";
import type { HeldWebhook } from "./held-webhook.ts";
import { readDue, readMessages, releaseMessages, removeMessages, writeMessages } from "./message.ts";
import type { StoredMessage } from "./message.ts";
import { isProbed } from "./pauses.ts";
import { claimed, handedBack, healthAfter, settled } from "./settle.ts";
import type { AddressedMessage, SentMessage, WebhookHealth } from "./settle.ts";
import type { WebhookName } from "./webhook.ts";
import { writeAttempts } from "./write-attempts.ts";

/** What somebody who sends a webhook's messages has done, and what he takes on. */
export interface Work {
  /** How the attempts went that have ended, in the order in which they did. */
  readonly sent: readonly SentMessage[];
  /** What he took and hands back: nobody has tried to send it. */
  readonly unsent?: readonly AddressedMessage[];
  /** How many messages more he can send now. */
  readonly wanted: number;
  /** How many he is sending. */
  readonly sending: number;
  /** How long he has for each, in milliseconds. */
  readonly leaseMs: number;
  /** Tests set it: from 0 to 1. */
  readonly random?: () => number;
}

export interface WorkTaken {
  readonly webhook: HeldWebhook;
  readonly taken: readonly AddressedMessage[];
  /** Set where these attempts were the last, and why. */
  readonly disabled?: "failing" | "gone";
}

/**
 * Notes how attempts went and gives the messages that are due next, in one transaction. No message is two people's at once:
 * whoever isn't done when his lease is over has lost it, and what he says of it then is only an attempt.
 * @returns undefined where the webhook isn't there any more
 */
export async function workOn(db: Database, name: WebhookName, work: Work): Promise<WorkTaken | undefined> {
  return await db.transaction().execute(async (trx) => {
    const webhook = await holdWebhook(trx, name);
    if (!webhook) return undefined;
    const { now } = webhook;
    const random = work.random ?? Math.random;
    await settleAll(trx, webhook, work, random);
    await writeAttempts(trx, webhook, work.sent);
    const before: WebhookHealth = {
      failures: webhook.failures,
      failingSince: webhook.failingSince,
      ...(isProbed(webhook) && { pausedUntil: webhook.nextAt }),
    };
    // What a former address answered says nothing of this one.
    const here = work.sent.filter(({ message }) => message.url === webhook.url);
    const health = healthAfter(before, here, { now, random: random() });
    const isEnabled = webhook.enabled && !health.disabled;
    // It answers again, so all that waits is due.
    if (isProbed(webhook) && !isProbed(health)) await releaseMessages(trx, webhook);
    const taken = isEnabled ? await take(trx, webhook, health, work) : [];
    const isWorking = taken.length > 0 || work.sending > 0;
    const nextAt = isWorking ? now + work.leaseMs : await nextDue(trx, webhook, health);
    const attempts = webhook.attempts + work.sent.length;
    await writeHealth(trx, webhook, { health, nextAt, attempts });
    const disabled = webhook.enabled ? health.disabled : undefined;
    if (disabled) await runAll(trx, changeInserts([disablingOf(webhook, disabled, attempts)]));
    return {
      webhook: { ...webhook, enabled: isEnabled },
      taken,
      ...(disabled && { disabled }),
    };
  });
}

/** The feed tells of it. Each has its own attempts before it, by which its event is another one. */
function disablingOf(
  { teamId, webhookId, now }: HeldWebhook,
  disabledReason: WebhookDisabledReason,
  attempts: number,
): NewChange {
  return { teamId, entry: ["disabled", "webhook", webhookId, attempts, now, { disabledReason }] };
}

async function settleAll(
  trx: Transaction<Tables>,
  webhook: HeldWebhook,
  { sent, unsent = [] }: Work,
  random: () => number,
): Promise<void> {
  const { now, url } = webhook;
  // What failed at a former address is due at this one.
  const attempted = sent.map((how) => {
    const message = how.message.url === url ? how.message : { ...how.message, dueAt: now };
    return {
      message,
      after: (stored: StoredMessage) => settled(stored, { ...how, message }, { now, random: random() }),
    };
  });
  const returned = unsent.map((message) => ({
    message,
    after: (stored: StoredMessage) => handedBack(stored, message, now),
  }));
  const ofRecord = new Map([...attempted, ...returned].map((each) => [each.message.recordId, each]));
  const [left, gone]: [StoredMessage[], string[]] = [[], []];
  for (const stored of await readMessages(trx, webhook, [...ofRecord.keys()])) {
    const its = ofRecord.get(stored.recordId);
    if (!its || !stored.isSending || stored.claim !== its.message.claim) continue;
    const after = its.after(stored);
    if (after) left.push(after);
    else gone.push(stored.recordId);
  }
  await writeMessages(trx, webhook, left);
  await removeMessages(trx, webhook, gone);
}

async function take(
  trx: Transaction<Tables>,
  webhook: HeldWebhook,
  health: WebhookHealth,
  { wanted, sending, leaseMs }: Work,
): Promise<AddressedMessage[]> {
  const { now } = webhook;
  const isProbe = isProbed(health);
  const limit = isProbe ? Math.min(wanted, 1 - sending) : wanted;
  if (limit <= 0 || (health.pausedUntil ?? 0) > now) return [];
  // A probe is any message: those that failed may be due in hours only.
  const until = isProbe ? Number.MAX_SAFE_INTEGER : now;
  const due = await readDue(trx, webhook, { now, until: Math.min(until, LATEST), limit });
  const mine = due.map((message) => claimed(message, { now, leaseMs }));
  await writeMessages(trx, webhook, mine);
  return mine.map((message) => ({ ...message, url: webhook.url }));
}

/** The latest time that a Date can be. */
const LATEST = 8_640_000_000_000_000;

async function nextDue(
  trx: Transaction<Tables>,
  { teamId, webhookId }: WebhookName,
  { pausedUntil }: WebhookHealth,
): Promise<number | undefined> {
  const first = (which: RawBuilder<unknown>) => sql`
    select min(next_at) as next_at from webhook_messages
     where team_id = ${teamId} and webhook_id = ${webhookId} and ${which}`;
  const { rows } = await sql<{ next_at: Date | null }>`
    select min(next_at) as next_at from (${first(sql`not sending`)} union all ${first(sql`sending`)}) m`.execute(
    trx,
  );
  const next = rows[0]?.next_at?.getTime();
  return next === undefined ? undefined : (pausedUntil ?? next);
}

async function writeHealth(
  trx: Transaction<Tables>,
  { teamId, webhookId, now }: HeldWebhook,
  {
    health: { failures, failingSince, lastSuccessAt, disabled },
    nextAt,
    attempts,
  }: { health: WebhookHealth; nextAt: number | undefined; attempts: number },
): Promise<void> {
  const time = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));
  const disabling = sql`, enabled = false, disabled_reason = ${disabled}, disabled_at = ${new Date(now)}`;
  await sql`
    update webhooks
       set failures = ${failures}, failing_since = ${time(failingSince)}, attempts = ${attempts},
           next_at = ${time(nextAt)}
           ${lastSuccessAt === undefined ? sql`` : sql`, last_success_at = ${time(lastSuccessAt)}`}
           ${disabled ? disabling : sql``}
     where team_id = ${teamId} and webhook_id = ${webhookId}`.execute(trx);
}
