import { randomBytes } from "node:crypto";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations/index.ts";
import type { Database } from "./create-database.ts";

/**
 * Brings the database to the newest schema, and makes the secret of the job ids if there is none. Safe to
 * run again and from several processes at once: Kysely's migrator holds a lock.
 * @returns the names of the migrations that it ran
 * @throws the first error of a migration; what ran before it stays
 */
export async function migrate(db: Database): Promise<string[]> {
  const { error, results } = await migrator(db).migrateToLatest();
  if (error) throw error;
  await db
    .insertInto("settings")
    .values({ name: JOB_ID_SECRET, value: randomBytes(32).toString("base64url") })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (results ?? []).map((result) => result.migrationName);
}

/** The names of the migrations that have yet to run. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const all = await migrator(db).getMigrations();
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
}

/** The secret behind the job ids, as `migrate` made it. */
export async function readJobIdSecret(db: Database): Promise<string> {
  const row = await db
    .selectFrom("settings")
    .select("value")
    .where("name", "=", JOB_ID_SECRET)
    .executeTakeFirstOrThrow();
  return row.value;
}

const JOB_ID_SECRET = "job_id_secret";

function migrator(db: Database): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}
