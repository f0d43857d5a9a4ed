import { setTimeout as delay } from "node:timers/promises";
import { createWebhook } from "@onefold/records";
import { sql } from "kysely";
import { checkDeliveries } from "../../support/check-deliveries.ts";
import { startWebhookReceiver } from "../../support/webhook-receiver.ts";
import { withDatabase } from "../../support/with-database.ts";
import type { Evidence, Finding } from "../checker/evidence.ts";
import type { TeamWithKey } from "../deployment/create-team.ts";
import type { Deployment } from "../deployment/deployment.ts";
import { checkFeed, recordsOf } from "./check-feed.ts";
import { followFeed, readFeed } from "./follow-feed.ts";

/** Who hears of everything that happens to a team, as long as it is watched. */
export interface WatchedEvents extends AsyncDisposable {
  /** Says what is wrong with what was told, when all else is over. */
  check(evidence: Pick<Evidence, "told" | "resolved" | "records">, withinMs: number): Promise<Finding[]>;
}

const AGAIN_MS = 500;

/** Follows the team's feed, and takes its webhook's messages. */
export async function watchEvents(
  { databaseUrl, urls }: Pick<Deployment, "databaseUrl" | "urls">,
  { teamId, userId, key }: Pick<TeamWithKey, "teamId" | "userId" | "key">,
): Promise<WatchedEvents> {
  await using starting = new AsyncDisposableStack();
  let secret = "";
  const receiver = starting.use(await startWebhookReceiver(() => secret));
  const webhook = await withDatabase(databaseUrl, (db) =>
    createWebhook(db, { teamId, userId, url: receiver.url }),
  );
  secret = webhook.secret ?? "";
  const reader = { urls, apiKey: key };
  const follower = starting.use(followFeed(reader));
  const lifetime = starting.move();
  return {
    async check(evidence, withinMs) {
      const deadline = Date.now() + withinMs;
      const feed = await readFeed(reader);
      const last = feed.at(-1);
      if (last) await follower.untilTold(last.id, deadline);
      // Where somebody of it was deleted before the follower came to it, only the history tells of an undo.
      const undone = evidence.records
        .flatMap(({ history }) => history)
        .filter(({ action }) => action === "undo-merge");
      const restored = new Set([
        ...follower.followed.filter(({ event }) => event === "split").flatMap(recordsOf),
        ...undone.flatMap(({ recordId, mergedIds }) => [recordId, ...mergedIds]),
      ]);
      const delivered = () => checkDeliveries({ log: receiver.log, feed, restored });
      // What failed twice waits for minutes: time passes.
      while (delivered().length > 0 && Date.now() < deadline) {
        await letTimePass(databaseUrl, teamId);
        await delay(AGAIN_MS);
      }
      const ofFeed = [...checkFeed(follower.followed, feed), ...checkCreated(evidence, feed)];
      return [
        ...ofFeed.map((message) => `Feed: ${message}.`),
        ...delivered().map((message) => `Webhook: ${message}.`),
      ].map((message) => ({ kind: "unexplained", message }));
    },
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}

/** Of each record that stands an event tells that it was created, by the request that its client knows. */
function checkCreated(
  { told, resolved }: Pick<Evidence, "told" | "resolved">,
  feed: Awaited<ReturnType<typeof readFeed>>,
): string[] {
  const created = new Set(
    feed.flatMap(({ event, jobId, row }) => (event === "created" ? [`${jobId} ${row}`] : [])),
  );
  return told.flatMap((each) =>
    each.kind === "applied" &&
    each.outcome === "created" &&
    each.job &&
    resolved.get(each.recordId) !== undefined &&
    !created.has(`${each.job.id} ${each.job.row}`)
      ? [`no event tells that ${each.recordId} was created`]
      : [],
  );
}

async function letTimePass(databaseUrl: string, teamId: string): Promise<void> {
  await withDatabase(databaseUrl, async (db) => {
    await sql`update webhook_messages set next_at = now() where team_id = ${teamId} and not sending`.execute(
      db,
    );
    await sql`update webhooks set next_at = now() where team_id = ${teamId} and next_at is not null`.execute(
      db,
    );
  });
}
