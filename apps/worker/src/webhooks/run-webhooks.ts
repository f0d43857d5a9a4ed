import type { Database } from "@onefold/database";
import { createTurns } from "@onefold/queue";
import type { QueueOptions } from "@onefold/queue";
import { createWebhookSender } from "@onefold/webhook-sender";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { Metrics } from "../health/create-metrics.ts";
import { createFairTurns } from "./fair-turns.ts";
import { deliver } from "./deliver.ts";
import type { DeliveryPoint } from "./deliver.ts";
import { followFeeds } from "./follow-feeds.ts";

const CLOSING_MS = 5_000;

export interface WebhooksOptions {
  readonly config: Pick<
    Config,
    "WEBHOOK_CONCURRENCY" | "WEBHOOK_TIMEOUT_MS" | "WEBHOOK_ALLOW_PRIVATE" | "DRAIN_MS"
  >;
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly queue: QueueOptions & { readonly now: () => number; onError(error: Error): void };
  /** Ends the wait for a queue that isn't there yet. */
  readonly signal?: AbortSignal | undefined;
  /** Fault tests set this. */
  readonly onPoint?: ((point: DeliveryPoint) => Promise<void> | void) | undefined;
}

/** Follows the feeds of all webhooks and delivers to them, until it is disposed of: then it finishes what is under way. */
export async function runWebhooks({
  config,
  db,
  log,
  metrics,
  queue,
  signal,
  onPoint,
}: WebhooksOptions): Promise<AsyncDisposable> {
  await using owned = new AsyncDisposableStack();
  const stopping = new AbortController();
  const killing = new AbortController();
  const fair = createFairTurns(config.WEBHOOK_CONCURRENCY);
  const sender = owned.adopt(
    createWebhookSender({
      allowPrivate: config.WEBHOOK_ALLOW_PRIVATE,
      timeoutMs: config.WEBHOOK_TIMEOUT_MS,
    }),
    (each) => {
      // What ends by this isn't the receivers' failure.
      killing.abort();
      each.close();
    },
  );
  const turns = owned.adopt(
    await createTurns({
      ...queue,
      ...(signal && { signal }),
      concurrency: config.WEBHOOK_CONCURRENCY,
      take: async ({ teamId, id }) => {
        const name = { teamId, webhookId: id };
        using turn = fair.begin(name);
        // It is still due, so somebody asks again.
        if (!turn) return;
        await deliver(name, {
          db,
          log,
          attempted(outcome, durationMs) {
            metrics.attempted(outcome, durationMs);
            turn.attempted(durationMs);
          },
          sender,
          timeoutMs: config.WEBHOOK_TIMEOUT_MS,
          now: queue.now,
          signal: stopping.signal,
          killing: killing.signal,
          onPoint,
        });
      },
    }),
    // The worker has drained its chunks before: what isn't answered by then is sent again.
    (each) => each.close(Math.min(config.DRAIN_MS, CLOSING_MS)),
  );
  const ask: typeof turns.ask = async ({ teamId, id }) => {
    if (fair.mayBegin({ teamId, webhookId: id })) await turns.ask({ teamId, id });
  };
  owned.use(followFeeds({ db, log, metrics, turns: { ask } }));
  owned.defer(() => stopping.abort());
  return owned.move();
}
