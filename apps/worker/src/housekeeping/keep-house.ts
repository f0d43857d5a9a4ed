import { purgeProcesses } from "@onefold/database";
import type { Database } from "@onefold/database";
import {
  endExpiredJobs,
  maintainReceipts,
  purgeAttempts,
  purgeConsoleSecrets,
  purgeIdempotencyKeys,
} from "@onefold/records";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { Metrics } from "../health/create-metrics.ts";

/**
 * Does once what the retention asks for: ends jobs that are past it, drops partitions of receipts, makes those of the
 * next days, and deletes old idempotency keys, attempts of webhooks, and what signed in to the console. If one of these fails, the others are done all the same.
 * @throws what the first that failed threw, after all were tried
 */
export async function keepHouse(
  db: Database,
  {
    RECEIPT_RETENTION_DAYS: retentionDays,
    IDEMPOTENCY_RETENTION_HOURS: retentionHours,
  }: Pick<Config, "RECEIPT_RETENTION_DAYS" | "IDEMPOTENCY_RETENTION_HOURS">,
  {
    log,
    metrics,
    signal,
  }: {
    readonly log: Logger;
    readonly metrics: Pick<Metrics, "lost">;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const upkeep: (() => Promise<unknown>)[] = [
    () => purgeProcesses(db),
    () => purgeConsoleSecrets(db),
    async () => {
      const { ended, lost } = await endExpiredJobs(db, { retentionDays, signal });
      if (ended > 0) log.error({ ended, lost }, "upload jobs that never ended are past the retention");
      metrics.lost(lost);
    },
    async () => {
      const dropped = await maintainReceipts(db, { retentionDays, signal });
      if (dropped.length > 0) log.info({ dropped }, "receipts past their retention were dropped");
    },
    async () => {
      const purged = await purgeIdempotencyKeys(db, { retentionHours, signal });
      if (purged > 0) log.info({ purged }, "idempotency keys past their retention were deleted");
    },
    async () => {
      const purged = await purgeAttempts(db, { signal });
      if (purged > 0) log.info({ purged }, "attempts to deliver to webhooks past their days were deleted");
    },
  ];
  const failures: unknown[] = [];
  for (const each of upkeep) await each().catch((error: unknown) => failures.push(error));
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}
