import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import { endOfFeed } from "../changes/end-of-feed.ts";
import { holdTeam, insertWebhook } from "./create-webhook.ts";
import type { NewWebhook } from "./create-webhook.ts";
import { listWebhooks } from "./read-webhooks.ts";
import { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { updateWebhook } from "./update-webhook.ts";
import type { StoredWebhook } from "./webhook.ts";

/** A hook of lemlist's that is asked for. */
export type NewHook = NewWebhook & Required<Pick<NewWebhook, "lemlist">>;

/**
 * Makes a hook of lemlist's. One that is there with the same address, type and campaign goes on instead, enabled and with the
 * secret that is given now: with two of them each message would come twice. So also of equal requests at once.
 * @throws AdminError where the team isn't there, or has as many webhooks as it may
 */
export async function createHook(db: Database, wanted: NewHook): Promise<StoredWebhook> {
  const { teamId } = wanted;
  const place = await endOfFeed(db);
  const [made, same] = await db.transaction().execute(async (trx) => {
    await holdTeam(trx, teamId);
    const there = await findSame(trx, wanted);
    return there ? [undefined, there] : [await insertWebhook(trx, wanted, place), undefined];
  });
  if (made) return made;
  const name = { teamId, webhookId: same.webhookId };
  const secret = wanted.lemlist?.secret;
  if (secret !== undefined) await rotateWebhookSecret(db, name, secret);
  // It may have been deleted meanwhile.
  return (await updateWebhook(db, name, { enabled: true })) ?? (await createHook(db, wanted));
}

async function findSame(
  trx: Transaction<Tables>,
  { teamId, url, lemlist: wanted }: NewHook,
): Promise<StoredWebhook | undefined> {
  return (await listWebhooks(trx, teamId)).find(
    ({ lemlist, url: to }) =>
      lemlist !== undefined &&
      to === url &&
      lemlist.type === wanted?.type &&
      lemlist.campaignId === wanted?.campaignId,
  );
}
