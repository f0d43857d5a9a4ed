import { WEBHOOKS_MAX } from "@onefold/contract";
import type { Database, Tables } from "@onefold/database";
import { newId } from "@onefold/identity";
import { sql } from "kysely";
import type { Transaction } from "kysely";
import { AdminError } from "../admin/admin-error.ts";
import { endOfFeed } from "../changes/end-of-feed.ts";
import type { FeedPosition } from "../changes/feed-position.ts";
import { newWebhookSecret } from "./secrets.ts";
import { WEBHOOK_COLUMNS, webhookOf } from "./webhook.ts";
import type { LemlistHook, StoredWebhook, WebhookFilter } from "./webhook.ts";

/** What is asked for. The caller has checked the address. */
export interface NewWebhook extends WebhookFilter {
  readonly teamId: string;
  readonly userId: string;
  readonly url: string;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** By lemlist's route: a hook of it signs with a secret that it was given, or not at all. */
  readonly lemlist?: (LemlistHook & { readonly secret?: string | undefined }) | undefined;
}

/** The webhook as it is listed, and this once its secret. */
export interface CreatedWebhook extends StoredWebhook {
  readonly secret?: string;
}

/**
 * Makes a webhook that is told of what happens from now on.
 * @throws AdminError where the team isn't there, or has as many as it may
 */
export async function createWebhook(db: Database, wanted: NewWebhook): Promise<CreatedWebhook> {
  // Read before the row is there: what is committed meanwhile is told.
  const place = await endOfFeed(db);
  return await db.transaction().execute(async (trx) => {
    await holdTeam(trx, wanted.teamId);
    return await insertWebhook(trx, wanted, place);
  });
}

/** Of two requests at once the second sees what the first made. Webhooks that are there are sent to meanwhile. */
export async function holdTeam(trx: Transaction<Tables>, teamId: string): Promise<void> {
  const team = await sql`select from teams where team_id = ${teamId} for no key update`.execute(trx);
  if (team.rows.length === 0) throw new AdminError("TEAM_NOT_FOUND", `There is no team ${teamId}.`);
}

/** The caller holds the team. */
export async function insertWebhook(
  trx: Transaction<Tables>,
  wanted: NewWebhook,
  place: FeedPosition,
): Promise<CreatedWebhook> {
  const { teamId, lemlist, enabled = true } = wanted;
  const { secret, ...hook } = lemlist ?? { secret: newWebhookSecret() };
  const { count } = await trx
    .selectFrom("webhooks")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("team_id", "=", teamId)
    .executeTakeFirstOrThrow();
  if (count >= WEBHOOKS_MAX)
    throw new AdminError("TOO_MANY_WEBHOOKS", `A team has at most ${WEBHOOKS_MAX} webhooks.`);
  const row = await trx
    .insertInto("webhooks")
    .values({
      team_id: teamId,
      webhook_id: newId("hoo_"),
      url: wanted.url,
      entity: wanted.entity ?? null,
      events: wanted.events ? [...new Set(wanted.events)] : null,
      fields: wanted.fields ? [...new Set(wanted.fields)] : null,
      description: wanted.description ?? null,
      lemlist: lemlist ? JSON.stringify(hook) : null,
      secrets: JSON.stringify(secret === undefined ? [] : [{ secret }]),
      enabled,
      disabled_reason: enabled ? null : "asked",
      disabled_at: enabled ? null : sql<Date>`now()`,
      created_by: wanted.userId,
      place: JSON.stringify(place),
    })
    .returning(WEBHOOK_COLUMNS)
    .executeTakeFirstOrThrow();
  return { ...webhookOf(row), ...(secret !== undefined && { secret }) };
}
