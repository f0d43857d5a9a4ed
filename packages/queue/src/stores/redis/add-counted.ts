import type { IRedisTransaction, Queue } from "bullmq";
import type { Result } from "ioredis";
import { chunkJobOptions } from "../../chunk-job.ts";
import { QueueUnavailableError } from "../../queue-unavailable-error.ts";
import type { Shard } from "../backend.ts";
import { issueClocksLua } from "./clock.ts";
import { luaFunction } from "./scripted-redis.ts";
import type { Script, ScriptedRedis } from "./scripted-redis.ts";
import { TolerantJob } from "./tolerant-job.ts";

type AddCounted = NonNullable<Shard["addCounted"]>;
type BullQueue = Queue<unknown, unknown, string, unknown, unknown, string>;

declare module "ioredis" {
  interface RedisCommander<Context> {
    onefoldAddCounted(...keysAndValues: (string | number)[]): Result<string, Context>;
  }
}

/**
 * Makes what adds a chunk and issues its clocks by one script: one trip, and one write to the disk. It is BullMQ's own
 * script with ours around it. A MULTI of the two did the same, but took four commands: a lone request took
 * the API 2.9 ms of CPU in place of 2.0.
 */
export function createAddCounted(queue: BullQueue, redis: ScriptedRedis, clockKey: string): AddCounted {
  const script = redis.scripts.of("addStandardJob");
  const { numberOfKeys } = script;
  redis.defineCommand("onefoldAddCounted", { numberOfKeys: numberOfKeys + 2, lua: addCountedLua(script) });

  return async ({ chunkId, name, data }, count, floor) => {
    if (redis.status !== "ready")
      throw new QueueUnavailableError("The queue can't be reached; the item was not added.", {
        reason: "unreachable",
        outcome: "not-added",
      });
    const job = new TolerantJob(queue, name, data, chunkJobOptions(chunkId), chunkId);
    // BullMQ makes the keys and values of its script, which ours takes too.
    const runCommand = (_name: string, given: (string | number)[]) =>
      redis.onefoldAddCounted(
        ...given.slice(0, numberOfKeys),
        clockKey,
        queue.toKey(chunkId),
        ...given.slice(numberOfKeys),
        count,
        floor,
      );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return Number(await job.addJob({ runCommand } as unknown as IRedisTransaction));
  };
}

/**
 * The clocks are issued first, so that nothing is added where they can't be. The first of them is noted with the chunk
 * after the add, as BullMQ takes a key that is there for a job. It stands where BullMQ reads a job's result from, which
 * a chunk has none of: of fields that aren't its own, it reads none.
 */
function addCountedLua(script: Script): string {
  const [clockKey, chunkKey] = [script.numberOfKeys + 1, script.numberOfKeys + 2];
  return `${luaFunction("add", script)}
${issueClocksLua(`KEYS[${clockKey}]`, "ARGV[#ARGV - 1]", "ARGV[#ARGV]")}
add()
if redis.call('EXISTS', KEYS[${chunkKey}]) == 0 then return redis.error_reply('the chunk is not there') end
redis.call('HSET', KEYS[${chunkKey}], 'returnvalue', first)
return first`;
}
