import type { Cluster } from "@onefold/contract";
import type { Database, DatabaseClock } from "@onefold/database";
import type { JobIds } from "@onefold/identity";
import type { Connections } from "./connections.ts";
import type { ApiProducer } from "./api-producer.ts";
import type { RateLimit, RateLimits } from "@onefold/rate-limits";
import type { IdempotencyHashes } from "@onefold/records";
import type { AllowPrivate } from "@onefold/webhook-sender";
import type { Logger } from "pino";
import type { KeyCache } from "./auth/key-cache.ts";
import type { Uploads } from "./uploads/uploads.ts";
import type { GatheredKeys } from "./idempotency/gathered-keys.ts";
import type { SharedClaims } from "./idempotency/shared-claims.ts";
import type { CorsOrigins } from "./cors/cors-origins.ts";
import type { FeedWatcher } from "./changes/feed-watcher.ts";
import type { JobWatcher } from "./jobs/job-watcher.ts";
import type { Metrics } from "./metrics/create-metrics.ts";
import type { Readiness } from "./readiness.ts";
import type { Workers } from "./workers.ts";
import type { Bodies } from "./request/bodies.ts";
import type { Reads } from "./reads/reads.ts";
import type { ReceiptWatcher } from "./receipts/receipt-watcher.ts";
import type { Cursors } from "./request/cursor.ts";
import type { SlowDatabase } from "./slow/slow-database.ts";
import type { RegistryCache } from "./validate/registry-cache.ts";
import type { RulesCache } from "./validate/rules-cache.ts";

/** What the routes work with. */
export interface Services {
  /** The database for quick statements. */
  readonly db: Database;
  /** Gives the time that everything is dated by, and says whether this process may accept anything. */
  readonly clock: DatabaseClock;
  /** The database for what can take long. */
  readonly slow: SlowDatabase;
  /** The database for what a read replica may answer. */
  readonly reads: Reads;
  readonly producer: ApiProducer;
  readonly watcher: ReceiptWatcher;
  /** Tells of the changes of upload jobs. */
  readonly jobs: JobWatcher;
  /** Tells who waits of what comes in the change feed. */
  readonly feeds: FeedWatcher;
  readonly connections: Connections;
  readonly keys: KeyCache;
  readonly registries: RegistryCache;
  readonly identityRules: RulesCache;
  readonly jobIds: JobIds;
  readonly cursors: Cursors;
  readonly idempotency: {
    readonly hashes: IdempotencyHashes;
    readonly claims: SharedClaims;
    readonly keys: GatheredKeys;
  };
  readonly rateLimits: RateLimits;
  readonly uploads: Uploads;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly workers: Workers;
  /** Looks at the whole deployment. What it gives is a second old at most. */
  readonly cluster: () => Promise<Cluster>;
  /** Who is told the names and numbers of `/readyz` and `/metrics`: keys that may read, or everybody. */
  readonly healthDetails: "key" | "public";
  /** The pages that may call the API from browsers. */
  readonly corsOrigins: CorsOrigins;
  /** Which webhooks may go to addresses that aren't public. */
  readonly allowPrivate: AllowPrivate;
  readonly log: Logger;
  readonly limits: Limits;
  /** Fault tests set this. It is awaited at each point. */
  readonly onPoint?: (point: ApiPoint) => Promise<void> | void;
}

/**
 * Where a fault test can stop a request with an Idempotency-Key. The row of the key is written, or the item is added,
 * or an operation is committed but not answered yet.
 */
export type ApiPoint = "before-add" | "after-add" | "after-operation";

interface Limits {
  /** How long a POST waits for its job by default. */
  readonly waitMs: number;
  readonly bodyMaxBytes: number;
  /** The bodies of all requests together. */
  readonly bodies: Bodies;
  /** The most bytes of an upload, as it is read. */
  readonly uploadMaxBytes: number;
  /** How many rows of an upload may be taken and not yet applied. Past that its sender waits for the workers. */
  readonly uploadAheadRows: number;
  readonly receiptRetentionDays: number;
  /** The limit for keys without one of their own; undefined means no limit. */
  readonly rate: RateLimit | undefined;
}
