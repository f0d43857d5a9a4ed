import type { Redis, Result } from "ioredis";
import type { ClockStore } from "../clock-store.ts";

// Clocks stay below 2^53, so Lua's doubles hold them. Only its own formatting would round them.
const ISSUED = `
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local first = math.max(last + 1, tonumber(ARGV[2]) + 1, now)
redis.call('SET', KEYS[1], string.format('%.0f', first + tonumber(ARGV[1]) - 1))
`;
const ISSUE = `${ISSUED} return string.format('%.0f', first)`;
// Where the add before it failed, nothing is left of the chunk. The clock stands where BullMQ reads a job's result from,
// which a chunk has none of: of fields that aren't its own, it reads none.
const ISSUE_FOR_CHUNK = `
if redis.call('EXISTS', KEYS[2]) == 0 then return redis.error_reply('the chunk is not there') end
${ISSUED}
redis.call('HSET', KEYS[2], 'returnvalue', string.format('%.0f', first))
return string.format('%.0f', first)
`;

declare module "ioredis" {
  interface RedisCommander<Context> {
    onefoldClocks(key: string, count: number, floor: number): Result<string, Context>;
    /** Also notes the first clock with the chunk. */
    onefoldChunkClocks(key: string, chunkKey: string, count: number, floor: number): Result<string, Context>;
  }
}

/** Issues the deployment's one clock on Redis: `max(last + 1, floor + 1, now in µs)`. */
export function createRedisClock(redis: Redis, key: string): ClockStore {
  redis.defineCommand("onefoldClocks", { numberOfKeys: 1, lua: ISSUE });
  redis.defineCommand("onefoldChunkClocks", { numberOfKeys: 2, lua: ISSUE_FOR_CHUNK });
  return {
    issueClocks: async (count, floor) => Number(await redis.onefoldClocks(key, count, floor)),
    lastClock: async () => Number((await redis.get(key)) ?? 0),
    async time() {
      const [seconds, microseconds] = await redis.time();
      return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    },
  };
}
