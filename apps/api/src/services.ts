import type { Database } from "@onefold/database";
import type { JobIds } from "@onefold/identity";
import type { Producer } from "@onefold/queue";
import type { Logger } from "pino";
import type { KeyCache } from "./auth/key-cache.ts";
import type { Readiness } from "./readiness.ts";
import type { ReceiptWatcher } from "./receipts/receipt-watcher.ts";
import type { RegistryCache } from "./validate/registry-cache.ts";

/** What the routes work with. */
export interface Services {
  readonly db: Database;
  readonly producer: Producer;
  readonly watcher: ReceiptWatcher;
  readonly keys: KeyCache;
  readonly registries: RegistryCache;
  readonly jobIds: JobIds;
  readonly readiness: Readiness;
  readonly log: Logger;
  readonly limits: Limits;
}

interface Limits {
  /** How long a POST waits for its job by default. */
  readonly waitMs: number;
  readonly bodyMaxBytes: number;
  readonly receiptRetentionDays: number;
}
