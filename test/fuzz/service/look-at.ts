import type { Look } from "./look-process.ts";
import type { Service } from "./start-service.ts";

/** The processes at one moment with nothing under way. */
export interface Sample {
  /** That were sent before. */
  readonly requests: number;
  readonly api: Look;
  readonly worker: Look;
}

export async function lookAt({ api, worker }: Service, requests: number): Promise<Sample> {
  const [ofApi, ofWorker] = await Promise.all([api.look(), worker.look()]);
  return { requests, api: ofApi, worker: ofWorker };
}
