import { createDatabase, migrate } from "@onefold/database";
import { prepareQueue } from "@onefold/queue";
import { prepareRateLimits } from "@onefold/rate-limits";
import { CliError } from "./cli-error.ts";
import { messageOf } from "./describe-error.ts";
import { reachStore } from "./reach-store.ts";
import { shownUrl } from "./shown-url.ts";

export interface Stores {
  readonly DATABASE_URL: string;
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
  const migrated = await migrateDatabase(DATABASE_URL);
  await prepareQueue({ url: QUEUE_URL, namespace: stores.QUEUE_NAMESPACE, durability: stores.DURABILITY });
  await prepareRateLimits({ url: QUEUE_URL, namespace: stores.QUEUE_NAMESPACE });
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
