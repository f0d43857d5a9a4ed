import type { Result } from "ioredis";
import { chunkJobOptions } from "../../chunk-job.ts";
import type { FailedChunks, FailedName } from "../backend.ts";
import { luaFunction } from "./scripted-redis.ts";
import type { RedisClient, Script } from "./scripted-redis.ts";

/** Of each, the id, when it failed, the name and the result. What is no job at all is `repairJobs`'s to forget. */
const NAMES = `
local found = {}
local failed = redis.call('ZRANGE', KEYS[1], ARGV[1], ARGV[1] + ARGV[2] - 1, 'WITHSCORES')
for i = 1, #failed, 2 do
  local fields = redis.pcall('HMGET', ARGV[3] .. failed[i], 'name', 'returnvalue')
  if not fields.err then found[#found + 1] = { failed[i], failed[i + 1], fields } end
end
return found
`;

const READ = `
local at = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not at then return false end
local fields = redis.pcall('HMGET', KEYS[2], 'name', 'returnvalue', 'data', 'failedReason', 'atm')
if fields.err then return false end
return { ARGV[1], at, fields }
`;

const IS_SAME = (key: string, id: string, version: string) =>
  `if redis.call('ZSCORE', ${key}, ${id}) ~= ${version} then return 0 end`;

const DROP = `
${IS_SAME("KEYS[1]", "ARGV[1]", "ARGV[2]")}
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2], KEYS[2] .. ':lock', KEYS[2] .. ':logs')
return 1
`;

type Stored = [id: string, failedAt: string, fields: (string | null)[]];

declare module "ioredis" {
  interface RedisCommander<Context> {
    onefoldFailedNames(
      failedKey: string,
      from: number,
      limit: number,
      base: string,
    ): Result<Stored[], Context>;
    onefoldFailedChunk(failedKey: string, key: string, id: string): Result<Stored | null, Context>;
    onefoldRequeue(...keysAndValues: string[]): Result<number, Context>;
    onefoldDropFailed(failedKey: string, key: string, id: string, version: string): Result<number, Context>;
  }
}

/** The keys of BullMQ's script `reprocessJob` after the job's own. */
const KEYS = ["events", "failed", "wait", "meta", "active", "marker", "prioritized", "pc"];

/** @param base `<prefix>:<queue>` */
export function failedOnRedis(redis: RedisClient, base: string): FailedChunks {
  const failed = `${base}:failed`;
  redis.defineCommand("onefoldFailedNames", { numberOfKeys: 1, lua: NAMES });
  redis.defineCommand("onefoldFailedChunk", { numberOfKeys: 2, lua: READ });
  redis.defineCommand("onefoldDropFailed", { numberOfKeys: 2, lua: DROP });
  const script = redis.scripts.of("reprocessJob");
  if (script.numberOfKeys !== KEYS.length + 1)
    throw new Error("BullMQ's script reprocessJob has other keys.");
  redis.defineCommand("onefoldRequeue", { numberOfKeys: script.numberOfKeys, lua: requeueLua(script) });

  return {
    async names(from, limit) {
      return (await redis.onefoldFailedNames(failed, from, limit, `${base}:`)).map(nameOf);
    },
    async read(id) {
      const stored = await redis.onefoldFailedChunk(failed, `${base}:${id}`, id);
      if (!stored) return undefined;
      const [, , data, failedReason, attempts] = stored[2];
      return {
        ...nameOf(stored),
        data: data ?? "",
        ...(typeof failedReason === "string" && { failedReason }),
        attempts: Number(attempts ?? 0),
      };
    },
    async requeue({ id, version }, content) {
      const keys = [`${base}:${id}`, ...KEYS.map((name) => `${base}:${name}`)];
      const options = JSON.stringify(chunkJobOptions(id));
      const changed = content === undefined ? [] : [content.name, JSON.stringify(content.data)];
      // The first six are those of BullMQ's script: it is a failed job that begins anew.
      const values = [id, "LPUSH", "failedReason", "failed", "1", "0", version, options, ...changed];
      return (await redis.onefoldRequeue(...keys, ...values)) === 1;
    },
    async drop({ id, version }) {
      return (await redis.onefoldDropFailed(failed, `${base}:${id}`, id, version)) === 1;
    },
  };
}

/**
 * BullMQ's own script with ours before it. The options are those of every chunk, as whatever is wrong with the content
 * may be with them. A clock that the store issued stays with the content for which it did.
 */
function requeueLua(script: Script): string {
  return `${luaFunction("reprocess", script)}
${IS_SAME("KEYS[3]", "ARGV[1]", "ARGV[7]")}
if ARGV[9] then
  redis.call('HSET', KEYS[1], 'name', ARGV[9], 'data', ARGV[10])
  redis.call('HDEL', KEYS[1], 'returnvalue')
elseif redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], 'opts', ARGV[8])
redis.call('HDEL', KEYS[1], 'stacktrace')
return reprocess()`;
}

function nameOf([id, version, [name, returnvalue]]: Stored): FailedName {
  return { id, version, name: name ?? "", ...(returnvalue && { returnvalue: parsed(returnvalue) }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
