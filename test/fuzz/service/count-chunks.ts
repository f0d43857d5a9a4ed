import { Redis } from "ioredis";
import { sql } from "kysely";
import type { Service } from "./start-service.ts";

const LANES = ["interactive", "bulk"];

/** Chunks of any state that the queue's store has: read from the store, as nothing of ours would tell it. */
export async function countChunks({ db, stores }: Pick<Service, "db" | "stores">): Promise<number> {
  if (stores.queueUrl.startsWith("postgres")) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from onefold_queue.job`.execute(db);
    return rows[0]?.n ?? 0;
  }
  const redis = new Redis(stores.queueUrl);
  try {
    const counts = await Promise.all(
      LANES.flatMap((lane) => [
        redis.llen(`onefold:${lane}:wait`),
        redis.llen(`onefold:${lane}:active`),
        redis.zcard(`onefold:${lane}:delayed`),
        redis.zcard(`onefold:${lane}:prioritized`),
        redis.zcard(`onefold:${lane}:failed`),
        redis.zcard(`onefold:${lane}:completed`),
      ]),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  } finally {
    redis.disconnect();
  }
}
