import type { Result } from "ioredis";
import type { RedisClient } from "./scripted-redis.ts";

// Ids sort by time. Tens of thousands of them take milliseconds, and their payloads aren't touched.
const OLDEST = `
local except = {}
for _, id in ipairs(ARGV) do except[id] = true end
local oldest = false
local function look(ids, left_out)
  for _, id in ipairs(ids) do
    if (not oldest or id < oldest) and not left_out[id] and string.find(id, '^c[0-9a-z]+$') then oldest = id end
  end
end
for i = 1, 3 do look(redis.call('LRANGE', KEYS[i], 0, -1), {}) end
for i = 4, 5 do look(redis.call('ZRANGE', KEYS[i], 0, -1), {}) end
look(redis.call('ZRANGE', KEYS[6], 0, -1), except)
return oldest
`;

declare module "ioredis" {
  interface RedisCommander<Context> {
    onefoldOldest(...keysAndExcept: string[]): Result<string | null, Context>;
  }
}

const STATES = ["wait", "paused", "active", "prioritized", "delayed", "failed"];

/**
 * Finds the oldest chunk of a queue, except those given that are among the failed: one that was put back counts again.
 * @param base `<prefix>:<queue>`
 */
export async function oldestOnRedis(
  redis: RedisClient,
  base: string,
  exceptFailed: readonly string[],
): Promise<string | undefined> {
  redis.defineCommand("onefoldOldest", { numberOfKeys: STATES.length, lua: OLDEST });
  const found = await redis.onefoldOldest(...STATES.map((state) => `${base}:${state}`), ...exceptFailed);
  return found ?? undefined;
}
