import { startApp } from "../onefold/start-app.ts";
import type { RunningApp } from "../onefold/start-app.ts";
import type { BulkOptions } from "./options.ts";
import type { BulkStores, EmptyTeam } from "./stores.ts";

/** Onefold as it is in use, on a database and a queue that have nothing else to do. */
export interface Service extends AsyncDisposable {
  readonly team: EmptyTeam;
  readonly api: RunningApp;
  readonly workers: readonly RunningApp[];
}

/** Starts new processes on a new database, with their default settings. */
export async function startService({
  stores,
  options,
  signal,
}: {
  readonly stores: Pick<BulkStores, "createTeam">;
  readonly options: Pick<BulkOptions, "workers">;
  readonly signal: AbortSignal;
}): Promise<Service> {
  await using starting = new AsyncDisposableStack();
  const team = await stores.createTeam();
  const env = envOf(team);
  const api = starting.use(await startApp("api", { env, signal }));
  const workers: RunningApp[] = [];
  for (let i = 0; i < options.workers; i++)
    workers.push(starting.use(await startApp("worker", { env, signal })));
  const lifetime = starting.move();
  return { team, api, workers, [Symbol.asyncDispose]: () => lifetime.disposeAsync() };
}

/** The settings of the apps for a team's stores. */
export function envOf({ databaseUrl, queueUrl }: EmptyTeam): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    QUEUE_URL: queueUrl,
    LOG_LEVEL: "info",
    LOG_PRETTY: "0",
    HOST: "127.0.0.1",
  };
}
