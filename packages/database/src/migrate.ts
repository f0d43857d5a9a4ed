import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations/index.ts";
import type { Database } from "./create-database.ts";
import type { Tables } from "./tables/index.ts";

/**
 * Brings the database to the newest schema, and makes the deployment's secrets if there are none. It can run again, and
 * from several processes at once: Kysely's migrator holds a lock.
 * @returns the names of the migrations that it ran
 * @throws the first error of a migration; what ran before it stays
 */
export async function migrate(db: Database): Promise<string[]> {
  const { error, results } = await migrator(db).migrateToLatest();
  if (error) throw error;
  await db
    .insertInto("settings")
    .values(
      [JOB_ID_SECRET, ERASURE_SECRET].map((name) => ({ name, value: randomBytes(32).toString("base64url") })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (results ?? []).map((result) => result.migrationName);
}

/** Gives the names of the migrations that have yet to run. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const all = await migrator(db).getMigrations();
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
}

/** Reads the secret behind the job ids. `migrate` made it. */
export async function readJobIdSecret(db: Database): Promise<string> {
  return readSecret(db, JOB_ID_SECRET);
}

/**
 * Reads the secret behind the hashes of what isn't kept in clear: erased identifiers, idempotency keys and the bodies
 * that came with them. `migrate` made it. With a new secret all of them would be forgotten.
 */
export async function readErasureSecret(db: Kysely<Tables>): Promise<string> {
  return readSecret(db, ERASURE_SECRET);
}

const JOB_ID_SECRET = "job_id_secret";
const ERASURE_SECRET = "erasure_secret";

async function readSecret(db: Kysely<Tables>, name: string): Promise<string> {
  const row = await db
    .selectFrom("settings")
    .select("value")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return row.value;
}

function migrator(db: Database): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}
