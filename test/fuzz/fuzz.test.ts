import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { maintainReceipts } from "@onefold/records";
import { expect, test } from "vitest";
import { createTestDatabase } from "../support/create-test-database.ts";
import { startRedis } from "../support/start-redis.ts";
import { times } from "../support/thorough.ts";
import { withDatabase } from "../support/with-database.ts";
import { fuzz } from "./fuzz.ts";
import { renderReport } from "./report/render-report.ts";
import { startService } from "./service/start-service.ts";

/** `npm run fuzz` sends as many as one likes. */
const REQUESTS = times(300, 10_000);
const RUN_MS = 600_000;
/** Other tests keep the machine busy. */
const LIMIT_MS = 120_000;
const FIXED_SEED = 20_261_126;

const FRESH_SEED = Math.floor(Math.random() * 2 ** 31);

const RUNS = [
  { backend: "postgres", seed: FRESH_SEED },
  { backend: "redis", seed: FIXED_SEED },
] as const;

test.each(times<readonly (typeof RUNS)[number][]>(RUNS.slice(0, 1), RUNS))(
  "bad input does no harm, queue in $backend, seed $seed",
  async ({ backend, seed }) => {
    await using stack = new AsyncDisposableStack();
    const database = stack.use(await createTestDatabase());
    const redis = backend === "redis" ? stack.use(await startRedis()) : undefined;
    await withDatabase(database.url, (db) => maintainReceipts(db, { retentionDays: 30 }));
    const folder = await mkdtemp(join(tmpdir(), "onefold-fuzz-"));
    const { signal } = new AbortController();
    const stores = { databaseUrl: database.url, queueUrl: redis?.url ?? database.url };
    const service = stack.use(await startService(stores, signal));
    const report = await fuzz(service, {
      seed,
      requests: REQUESTS,
      seconds: undefined,
      route: undefined,
      limitMs: LIMIT_MS,
      folder,
      signal,
      log: () => {},
    });
    // It names the seed, and the command for each request again.
    expect(report.findings, renderReport(backend, { seed, route: undefined }, report).join("\n")).toEqual([]);
    expect(report.requests).toBe(REQUESTS);
    expect(report.accepted).toBeGreaterThan(0);
    // Where it failed, the bytes of the requests are wanted.
    await rm(folder, { recursive: true });
  },
  RUN_MS,
);
