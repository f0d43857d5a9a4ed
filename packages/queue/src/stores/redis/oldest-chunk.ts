import type { Result } from "ioredis";
import type { RedisClient } from "./scripted-redis.ts";

// Ids sort by time. Tens of thousands of them take milliseconds, and their payloads aren't touched.
const OLDEST = `
local except = {}
for _, id in ipairs(ARGV) do except[id] = true end
local oldest = false
local function look(ids)
  for _, id in ipairs(ids) do
    if (not oldest or id < oldest) and not except[id] and string.find(id, '^c[0-9a-z]+$') then oldest = id end
  end
end
for i = 1, 3 do look(redis.call('LRANGE', KEYS[i], 0, -1)) end
for i = 4, 6 do look(redis.call('ZRANGE', KEYS[i], 0, -1)) end
return oldest
`;

declare module "ioredis" {
  interface RedisCommander<Context> {
    onefoldOldest(...keysAndExcept: string[]): Result<string | null, Context>;
  }
}

const STATES = ["wait", "paused", "active", "prioritized", "delayed", "failed"];

/**
 * Finds the oldest chunk of a queue, except those given.
 * @param base `<prefix>:<queue>`
 */
export async function oldestOnRedis(
  redis: RedisClient,
  base: string,
  except: readonly string[],
): Promise<string | undefined> {
  redis.defineCommand("onefoldOldest", { numberOfKeys: STATES.length, lua: OLDEST });
  const found = await redis.onefoldOldest(...STATES.map((state) => `${base}:${state}`), ...except);
  return found ?? undefined;
}
