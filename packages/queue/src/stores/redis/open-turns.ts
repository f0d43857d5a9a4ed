import { turnJobOptions } from "../../chunk-job.ts";
import type { StoreAddress } from "../../options.ts";
import { TURNS } from "../../turn-names.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import { within } from "../../within.ts";
import type { OpenOptions, TurnStore } from "../backend.ts";
import { connect, workerConnection } from "./open-backend.ts";
import { openRedisQueue, startRedisWorker } from "./open-shard.ts";
import type { WorkerPlace } from "./open-shard.ts";
import { pingRedis } from "./ping.ts";
import type { RedisClient } from "./scripted-redis.ts";

const GOODBYE_MS = 1_000;

/** Opens the queue of turns beside those of chunks. */
export async function openRedisTurns(address: StoreAddress, options: OpenOptions): Promise<TurnStore> {
  const redis = connect(address, options);
  try {
    await untilReachable(() => inTime(pingRedis(redis)), address, options);
    const place = { prefix: address.namespace, workerConnection: () => workerConnection(address) };
    return await turnsOn(redis, { ...options, ...place, shown: address.shown }, () => pingRedis(redis));
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}

/** Opens it on a client that is connected, and closes that with it. */
export async function turnsOn(
  client: RedisClient,
  place: Omit<WorkerPlace, "scripts">,
  ping: () => Promise<unknown>,
): Promise<TurnStore> {
  const queue = await openRedisQueue({ ...place, client }, TURNS);
  return {
    async add(id, data) {
      await queue.add(TURNS, data, turnJobOptions(id));
    },
    startWorker: (handle, settings) =>
      startRedisWorker({ ...place, scripts: client.scripts }, TURNS, handle, settings),
    ping,
    async [Symbol.asyncDispose]() {
      await queue.close();
      await within(GOODBYE_MS, client.quit(), () => new Error("no goodbye")).catch(() => client.disconnect());
    },
  };
}
