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

/** The ports of what is to be reached. */
export interface LinkTargets {
  readonly apis: readonly number[];
  readonly records: number;
  /** Undefined for a cluster: its servers send clients to each other by their own ports. */
  readonly queue: number | undefined;
  /** How many. */
  readonly workers: number;
}

/** Starts them all; who starts them disposes of them. */
export async function startLinks(targets: LinkTargets, owned: AsyncDisposableStack): Promise<Links> {
  const { apis, workers, records, queue } = targets;
  const start = async (name: string, port: number) => owned.use(await startProxy(name, port));
  const each = async (count: number, name: (nth: number) => string, port: number | undefined) =>
    port === undefined
      ? []
      : Promise.all(Array.from({ length: count }, (_, index) => start(name(index + 1), port)));
  const kinds = {
    clientToApi: await Promise.all(apis.map((port, index) => start(`client to API ${index + 1}`, port))),
    apiToRecords: await each(apis.length, (nth) => `API ${nth} to records`, records),
    apiToQueue: await each(apis.length, (nth) => `API ${nth} to queue`, queue),
    workerToRecords: await each(workers, (nth) => `worker ${nth} to records`, records),
    workerToQueue: await each(workers, (nth) => `worker ${nth} to queue`, queue),
  };
  const all = Object.values(kinds).flat();
  return { ...kinds, all, heal: () => all.forEach((proxy) => proxy.heal()) };
}
