import { createDatabase, migrate } from "@onefold/database";
import { prepareQueue, schemaOf, storeAddress } from "@onefold/queue";
import { prepareRateLimits } from "@onefold/rate-limits";
import { CliError } from "./cli-error.ts";
import { messageOf } from "./describe-error.ts";
import { grantSchema, makeRoles } from "./prepare-roles.ts";
import { reachStore } from "./reach-store.ts";
import { shownUrl } from "./shown-url.ts";

export interface Stores {
  /** Of the owner of the tables. */
  readonly DATABASE_URL: string;
  /** A superuser's, with which the roles of the others are made. */
  readonly ADMIN_DATABASE_URL?: string | undefined;
  /** Of the roles that are granted what an API and a worker need; those of the owner need no grant. */
  readonly API_DATABASE_URL?: string | undefined;
  readonly WORKER_DATABASE_URL?: string | undefined;
  /** DATABASE_URL where it isn't set. */
  readonly QUEUE_URL?: string | undefined;
  readonly QUEUE_NAMESPACE: string;
  readonly DURABILITY: "strict" | "relaxed";
  /** How long they may take to come up. */
  readonly waitMs: number;
}

/**
 * Brings the records' database and the queue's store to this version.
 * @returns the names of the migrations that ran
 * @throws CliError where a URL is wrong
 */
export async function migrateStores(stores: Stores): Promise<string[]> {
  const { DATABASE_URL, QUEUE_URL = DATABASE_URL } = stores;
  await reachStore("DATABASE_URL", DATABASE_URL, stores.waitMs);
  await reachStore("QUEUE_URL", QUEUE_URL, stores.waitMs);
  const roles = {
    admin: stores.ADMIN_DATABASE_URL,
    owner: DATABASE_URL,
    api: stores.API_DATABASE_URL,
    worker: stores.WORKER_DATABASE_URL,
  };
  await makeRoles(roles);
  const migrated = await migrateDatabase(DATABASE_URL);
  await grantSchema(DATABASE_URL, "public", roles);
  const queue = storeAddress({ url: QUEUE_URL, namespace: stores.QUEUE_NAMESPACE });
  await prepareQueue({ ...queue, durability: stores.DURABILITY });
  await prepareRateLimits(queue);
  if (queue.kind === "postgres") await grantSchema(QUEUE_URL, schemaOf(queue), roles);
  return migrated;
}

async function migrateDatabase(url: string): Promise<string[]> {
  const db = createDatabase({ url, max: 2, applicationName: "onefold migrate" });
  try {
    return await migrate(db);
  } catch (cause) {
    throw new CliError(
      `The database at ${shownUrl(url)} can't be brought to this version: ${messageOf(cause)}.`,
      { cause },
    );
  } finally {
    await db.destroy();
  }
}
