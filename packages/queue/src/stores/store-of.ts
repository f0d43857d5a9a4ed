import { storeAddress } from "../options.ts";
import type { StoreAddress } from "../options.ts";
import type { Backend, OpenOptions } from "./backend.ts";
import { postgresStore } from "./postgres/store.ts";
import { redisClusterStore } from "./redis-cluster/store.ts";
import { redisStore } from "./redis/store.ts";
import type { Store } from "./store.ts";

const STORES: Readonly<Record<StoreAddress["kind"], Store>> = {
  postgres: postgresStore,
  redis: redisStore,
  "redis-cluster": redisClusterStore,
};

/** Gives the store that the URL's scheme names. */
export function storeOf({ kind }: StoreAddress): Store {
  return STORES[kind];
}

/** Opens the store once it answers. */
export function openBackend(options: OpenOptions): Promise<Backend> {
  const address = storeAddress(options);
  return storeOf(address).openBackend(address, options);
}
