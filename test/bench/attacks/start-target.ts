import { randomBytes } from "node:crypto";
import { createField, createKey, createTeam } from "@onefold/records";
import { withDatabase } from "../../support/with-database.ts";
import { startBulkStores } from "../bulk/stores.ts";
import { startApp } from "../onefold/start-app.ts";

/** An API of its own, with a worker, and two teams: one that attacks, with as many fields as it may have, and another. */
export interface Target extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly databaseUrl: string;
  readonly teamId: string;
  readonly userId: string;
  readonly key: string;
  readonly otherKey: string;
  readonly jobIdSecret: string;
  readonly fields: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const FIELDS = 500;
const FIELD_LENGTH = 90;

export async function startTarget(signal: AbortSignal): Promise<Target> {
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await startBulkStores("postgres"));
  const { databaseUrl, teamId, userId, key } = await stores.createTeam();
  const fields = Array.from({ length: FIELDS }, (_, n) => `f${n} `.padEnd(FIELD_LENGTH, "abcdefgh"));
  const otherKey = await withDatabase(databaseUrl, async (db) => {
    for (const name of fields)
      await createField(db, teamId, { entity: "contact", name, label: name, type: "text" });
    const other = await createTeam(db, { name: "Other", owner: { email: "otto@example.com", name: "Otto" } });
    return (await createKey(db, { ...other, name: "bench" })).key;
  });
  const jobIdSecret = randomBytes(24).toString("hex");
  const env = {
    DATABASE_URL: databaseUrl,
    JOB_ID_SECRET: jobIdSecret,
    HOST: "127.0.0.1",
    LOG_LEVEL: "warn",
    LOG_PRETTY: "0",
  };
  const api = starting.use(await startApp("api", { env, signal }));
  starting.use(await startApp("worker", { env, signal }));
  const lifetime = starting.move();
  return {
    url: `http://127.0.0.1:${api.port}`,
    pid: api.pid,
    databaseUrl,
    teamId,
    userId,
    key,
    otherKey,
    jobIdSecret,
    fields,
    headers: { Authorization: `Bearer ${key}` },
    signal,
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };
}
