import { createDatabase } from "@onefold/database";
import type { Database } from "@onefold/database";
import { commitOnce, createWebhook } from "@onefold/records";
import { envOf } from "../bulk/start-service.ts";
import { startBulkStores } from "../bulk/stores.ts";
import type { BulkStores, EmptyTeam } from "../bulk/stores.ts";
import { buildItems } from "../ceiling/build-items.ts";
import { readSpent } from "../onefold/spent.ts";
import { startApp } from "../onefold/start-app.ts";
import type { WebhookBenchOptions } from "./options.ts";
import { startReceivers } from "./receivers.ts";
import type { Received } from "./receivers.ts";

export interface WebhookBench {
  readonly options: WebhookBenchOptions;
  readonly signal: AbortSignal;
  log(line: string): void;
}

export interface DeliveredRound extends Received {
  readonly endpoints: number;
  /** Of all workers, from their start; absent where the system doesn't tell. */
  readonly workerMs?: number;
  readonly postgresMs?: number;
}

const BATCH = 1_000;

/** Measures each number of endpoints in each round, each time with a new team and new processes. */
export async function runWebhooks({ options, signal, log }: WebhookBench): Promise<DeliveredRound[]> {
  await using stores = await startBulkStores(options.backend);
  const rounds: DeliveredRound[] = [];
  for (let round = 0; round < options.rounds; round++)
    for (const endpoints of options.endpoints) {
      const delivered = await measure(stores, endpoints, options, signal);
      const { messages, seconds } = delivered;
      log(`${endpoints} endpoints: ${messages} messages, ${(messages / seconds).toFixed(0)} a second`);
      rounds.push(delivered);
    }
  return rounds;
}

async function measure(
  stores: BulkStores,
  endpoints: number,
  { contacts, workers, answerMs }: WebhookBenchOptions,
  signal: AbortSignal,
): Promise<DeliveredRound> {
  await using owned = new AsyncDisposableStack();
  const team = await stores.createTeam();
  const db = owned.adopt(createDatabase({ url: team.databaseUrl, max: 1 }), (each) => each.destroy());
  const receivers = owned.use(await startReceivers(endpoints, answerMs, { signal }));
  const secrets: string[] = [];
  for (const url of receivers.urls) secrets.push((await createWebhook(db, { ...team, url })).secret ?? "");
  await receivers.know(secrets);
  await makeContacts(db, team, contacts);
  const env = { ...envOf(team), WEBHOOK_ALLOW_PRIVATE: "1" };
  const pids: number[] = [];
  const spent = () => readSpent(db, { api: 0, workers: pids });
  const before = await spent();
  const receiving = receivers.receive(contacts);
  for (let n = 0; n < workers; n++) pids.push(owned.use(await startApp("worker", { env, signal })).pid);
  const received = await receiving;
  const after = await spent();
  return {
    endpoints,
    ...received,
    ...(before && after && { workerMs: after.worker, postgresMs: after.postgres - before.postgres }),
  };
}

async function makeContacts(db: Database, team: EmptyTeam, contacts: number): Promise<void> {
  for (let first = 0; first < contacts; first += BATCH) {
    const items = buildItems(team, "new", first, Math.min(BATCH, contacts - first));
    const { outcomes } = await commitOnce(db, items);
    if (outcomes.length !== items.length) throw new Error("Not everybody was created.");
  }
}
