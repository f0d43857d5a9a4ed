import { createField } from "@onefold/records";
import { withDatabase } from "../../support/with-database.ts";
import { startBulkStores } from "../bulk/stores.ts";
import { startApp } from "../onefold/start-app.ts";

/** An API of its own, with a worker, and a team that has as many fields as it may have. */
export interface Target extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly fields: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const FIELDS = 500;
const FIELD_LENGTH = 90;

export async function startTarget(signal: AbortSignal): Promise<Target> {
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await startBulkStores("postgres"));
  const { databaseUrl, teamId, key } = await stores.createTeam();
  const fields = Array.from({ length: FIELDS }, (_, n) => `f${n} `.padEnd(FIELD_LENGTH, "abcdefgh"));
  await withDatabase(databaseUrl, async (db) => {
    for (const name of fields)
      await createField(db, teamId, { entity: "contact", name, label: name, type: "text" });
  });
  const env = { DATABASE_URL: databaseUrl, HOST: "127.0.0.1", LOG_LEVEL: "warn", LOG_PRETTY: "0" };
  const api = starting.use(await startApp("api", { env, signal }));
  starting.use(await startApp("worker", { env, signal }));
  const lifetime = starting.move();
  return {
    url: `http://127.0.0.1:${api.port}`,
    pid: api.pid,
    fields,
    headers: { Authorization: `Bearer ${key}` },
    signal,
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}
