import { createDatabase, migrate } from "@onefold/database";
import { prepareQueue, schemaOf, storeAddress } from "@onefold/queue";
import { prepareRateLimits } from "@onefold/rate-limits";
import { respellIdentifiers } from "@onefold/records";
import type { Respelled } from "@onefold/records";
import { CliError } from "./cli-error.ts";
import { messageOf } from "./describe-error.ts";
import { grantSchema, makeRoles } from "./prepare-roles.ts";
import { reachStore } from "./reach-store.ts";
import { shownUrl } from "./shown-url.ts";

export interface Stores {
  /** The URL of the owner of the tables. */
  readonly DATABASE_URL: string;
  /** A superuser's URL. The other roles are made with it. */
  readonly ADMIN_DATABASE_URL?: string | undefined;
  /** The URLs of the roles that are granted what an API and a worker need. The owner needs no grant. */
  readonly API_DATABASE_URL?: string | undefined;
  readonly WORKER_DATABASE_URL?: string | undefined;
  /** Default: DATABASE_URL. */
  readonly QUEUE_URL?: string | undefined;
  readonly QUEUE_NAMESPACE: string;
  readonly DURABILITY: "strict" | "relaxed";
  /** How long the stores may take to come up, in milliseconds. */
  readonly waitMs: number;
  /** Whether to look at all stored identifiers, even if an earlier run did so. */
  readonly respell?: boolean;
}

export interface MigratedStores {
  /** The names of the migrations that ran. */
  readonly migrated: readonly string[];
  /** What became of identifiers that this version spells otherwise. */
  readonly identifiers: Respelled;
}

/**
 * Brings the records' database, what is stored in it, and the queue's store to this version.
 * @throws CliError where a URL is wrong
 */
export async function migrateStores(stores: Stores): Promise<MigratedStores> {
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
  const done = await migrateDatabase(DATABASE_URL, stores.respell === true);
  await grantSchema(DATABASE_URL, "public", roles);
  const queue = storeAddress({ url: QUEUE_URL, namespace: stores.QUEUE_NAMESPACE });
  await prepareQueue({ ...queue, durability: stores.DURABILITY });
  await prepareRateLimits(queue);
  if (queue.kind === "postgres") await grantSchema(QUEUE_URL, schemaOf(queue), roles);
  return done;
}

async function migrateDatabase(url: string, again: boolean): Promise<MigratedStores> {
  const db = createDatabase({ url, max: 2, applicationName: "onefold migrate" });
  try {
    const migrated = await migrate(db);
    return { migrated, identifiers: await respellIdentifiers(db, { again }) };
  } catch (cause) {
    throw new CliError(
      `The database at ${shownUrl(url)} can't be brought to this version: ${messageOf(cause)}.`,
      { cause },
    );
  } finally {
    await db.destroy();
  }
}
