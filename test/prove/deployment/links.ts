import type { Proxy } from "./proxy.ts";
import { startProxy } from "./proxy.ts";

/** What connects the parts: a proxy for each process and each of its ways. */
export interface Links {
  readonly clientToApi: readonly Proxy[];
  readonly apiToRecords: readonly Proxy[];
  readonly apiToQueue: readonly Proxy[];
  readonly workerToRecords: readonly Proxy[];
  readonly workerToQueue: readonly Proxy[];
  readonly all: readonly Proxy[];
  heal(): void;
}

export interface LinkTargets {
  /** The ports of the API processes. */
  readonly apis: readonly number[];
  readonly workers: number;
  readonly records: () => number;
  readonly queue: () => number;
}

export async function startLinks(
  { apis, workers, records, queue }: LinkTargets,
  owned: AsyncDisposableStack,
): Promise<Links> {
  const each = async (count: number, name: (nth: number) => string, target: (index: number) => number) => {
    const proxies: Proxy[] = [];
    for (let index = 0; index < count; index++)
      proxies.push(owned.use(await startProxy(name(index + 1), () => target(index))));
    return proxies;
  };
  const kinds = {
    clientToApi: await each(
      apis.length,
      (nth) => `client to API ${nth}`,
      (index) => apis[index] ?? 0,
    ),
    apiToRecords: await each(apis.length, (nth) => `API ${nth} to records`, records),
    apiToQueue: await each(apis.length, (nth) => `API ${nth} to queue`, queue),
    workerToRecords: await each(workers, (nth) => `worker ${nth} to records`, records),
    workerToQueue: await each(workers, (nth) => `worker ${nth} to queue`, queue),
  };
  const all = Object.values(kinds).flat();
  return { ...kinds, all, heal: () => all.forEach((proxy) => proxy.heal()) };
}
