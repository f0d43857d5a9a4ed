import type { StoreAddress } from "../../options.ts";
import { inTime, untilReachable } from "../../until-reachable.ts";
import type { OpenOptions, TurnStore } from "../backend.ts";
import { turnsOn } from "../redis/open-turns.ts";
import { pingCluster } from "./connect.ts";
import { producerClient, producerSettings, workerClient } from "./open-backend.ts";
import { refreshSlots } from "./refresh-slots.ts";

/** Opens the queue of turns in a slot of its own. While that has no primary, nobody has a turn. */
export async function openClusterTurns(address: StoreAddress, options: OpenOptions): Promise<TurnStore> {
  const settings = producerSettings(address, options);
  const cluster = producerClient(settings, options);
  const worker = workerClient(address, options);
  const refreshing = refreshSlots([cluster, worker]);
  const hangUp = () => {
    refreshing[Symbol.dispose]();
    for (const each of [cluster, worker]) each.disconnect();
  };
  const ping = () => inTime(pingCluster(cluster, settings));
  try {
    await untilReachable(ping, address, options);
    const place = {
      prefix: `{${address.namespace}:turns}`,
      shown: address.shown,
      workerConnection: () => worker,
    };
    const turns = await turnsOn(cluster, { ...options, ...place }, ping);
    return {
      ...turns,
      async [Symbol.asyncDispose]() {
        refreshing[Symbol.dispose]();
        await turns[Symbol.asyncDispose]();
        worker.disconnect();
      },
    };
  } catch (error) {
    hangUp();
    throw error;
  }
}
