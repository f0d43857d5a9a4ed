import { chunkJobOptions } from "../../chunk-job.ts";
import type { RedisClient } from "./scripted-redis.ts";

/** This many are asked for at once; each answer is small. */
const PAGE = 500;

/**
 * Looks at the jobs that are held or failed for what keeps BullMQ from reading them before it comes to their data. Such
 * a job is taken, never handed over, and stalls for ever. Options that can't be read are written anew, as they are the
 * same for every chunk. What isn't a job at all is taken off the lists.
 * @param base `<prefix>:<queue>`
 * @returns the ids of those jobs
 */
export async function repairJobs(redis: RedisClient, base: string): Promise<string[]> {
  const held = await redis.lrange(`${base}:active`, 0, -1);
  const ids = [...held, ...(await redis.zrange(`${base}:failed`, "0", "-1"))];
  const repaired: string[] = [];
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    const reading = redis.pipeline();
    for (const id of page) reading.hmget(`${base}:${id}`, "opts", "progress", "parent");
    const answers = (await reading.exec()) ?? [];
    for (const [index, id] of page.entries()) {
      const [error, fields] = answers[index] ?? [];
      if (error?.message.startsWith("WRONGTYPE")) await forget(redis, base, id);
      else if (!Array.isArray(fields) || fields.every(isReadable)) continue;
      else await renew(redis, `${base}:${id}`, id);
      repaired.push(id);
    }
  }
  return repaired;
}

/**
 * Says whether BullMQ can read a field. All are objects if they are there at all; the progress of a job without any is
 * 0.
 */
function isReadable(text: unknown): boolean {
  if (typeof text !== "string" || text === "" || text === "0") return true;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}

async function renew(redis: RedisClient, key: string, id: string): Promise<void> {
  const changes = redis.multi().hset(key, "opts", JSON.stringify(chunkJobOptions(id)));
  await changes.hdel(key, "progress", "parent").exec();
}

async function forget(redis: RedisClient, base: string, id: string): Promise<void> {
  const changes = redis.multi().lrem(`${base}:active`, 0, id).zrem(`${base}:failed`, id);
  await changes.del(`${base}:${id}`, `${base}:${id}:lock`).exec();
}
