import { setTimeout as delay } from "node:timers/promises";
import { isOutage } from "@onefold/database";
import { sql } from "kysely";
import { withDatabase } from "../../support/with-database.ts";
import type { Deployment } from "../deployment/deployment.ts";
import { BACKENDS } from "../deployment/options.ts";
import type { DeploymentOptions } from "../deployment/options.ts";
import { whyNoSmallDisk } from "../deployment/small-disk.ts";
import { between } from "./choose.ts";
import type { Fault } from "./fault.ts";

/** So little is kept of the log that it fits, and that the fault reaches it. */
const RECORDS: Partial<DeploymentOptions> = {
  smallDisk: { of: "records", megabytes: 512 },
  postgresSettings: { min_wal_size: "32MB", max_wal_size: "64MB" },
};
const QUEUE: Partial<DeploymentOptions> = {
  smallDisk: { of: "queue", megabytes: 96 },
  redisSettings: { "auto-aof-rewrite-min-size": "8mb" },
};

/** No byte can be written any more for a while: Postgres and Redis refuse, or end themselves. */
export const diskFaults: readonly Fault[] = [
  {
    name: "Postgres' disk full",
    backends: BACKENDS,
    setup: RECORDS,
    whyNot: whyNoSmallDisk,
    async inject(deployment, random, signal) {
      await fillDisk(deployment, async () => {
        // Else it may go on for long in the segment of its log that it has.
        for (let segment = between(0, 4, random); segment > 0; segment--) await nextSegment(deployment);
        await delay(between(500, 4_000, random), undefined, { signal });
      });
      return 1;
    },
  },
  {
    name: "Redis' disk full",
    backends: ["redis"],
    setup: QUEUE,
    whyNot: whyNoSmallDisk,
    async inject(deployment, random, signal) {
      await fillDisk(deployment, () => delay(between(500, 4_000, random), undefined, { signal }));
      return 1;
    },
  },
];

async function fillDisk({ smallDisk }: Deployment, meanwhile: () => Promise<void>): Promise<void> {
  if (!smallDisk) throw new Error("This deployment has no small disk.");
  await smallDisk.fill();
  try {
    await meanwhile();
  } finally {
    await smallDisk.free();
  }
}

async function nextSegment({ databaseUrl }: Deployment): Promise<void> {
  try {
    await withDatabase(databaseUrl, (db) => sql`select pg_switch_wal()`.execute(db));
  } catch (error) {
    // It has ended itself.
    if (!isOutage(error)) throw error;
  }
}
