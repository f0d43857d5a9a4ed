import type { Result } from "ioredis";
import type { ClockStore } from "../clock-store.ts";
import type { RedisClient } from "./scripted-redis.ts";

/**
 * Gives the text of Lua that issues clocks and has the first as `first`, a text. Clocks stay below 2^53, so Lua's doubles
 * hold them. Only its own formatting would round them.
 */
export function issueClocksLua(key: string, count: string, floor: string): string {
  return `
local last = tonumber(redis.call('GET', ${key}) or '0')
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local start = math.max(last + 1, tonumber(${floor}) + 1, now)
redis.call('SET', ${key}, string.format('%.0f', start + tonumber(${count}) - 1))
local first = string.format('%.0f', start)`;
}

const ISSUE = `${issueClocksLua("KEYS[1]", "ARGV[1]", "ARGV[2]")}
return first`;

declare module "ioredis" {
  interface RedisCommander<Context> {
    onefoldClocks(key: string, count: number, floor: number): Result<string, Context>;
  }
}

/** Issues the deployment's one clock on Redis: `max(last + 1, floor + 1, now in µs)`. */
export function createRedisClock(redis: RedisClient, key: string): ClockStore {
  redis.defineCommand("onefoldClocks", { numberOfKeys: 1, lua: ISSUE });
  return {
    issueClocks: async (count, floor) => Number(await redis.onefoldClocks(key, count, floor)),
    lastClock: async () => Number((await redis.get(key)) ?? 0),
    time: () => timeOf(redis),
  };
}

/** Gives the server's time in milliseconds since 1970. */
export async function timeOf(redis: Pick<RedisClient, "time">): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
}
