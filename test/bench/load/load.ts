import { startChild } from "../child/start-child.ts";
import type { Child, ChildOptions } from "../child/start-child.ts";
import type { Mix } from "../mixes.ts";

/** A closed loop: each connection sends its next request when the answer to the one before is there. */
export interface LoadOrder {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether each request has an Idempotency-Key of its own, as the client sends. */
  readonly keys?: boolean;
  readonly connections: number;
  readonly seconds: number;
  /** It ends earlier when so many were sent. */
  readonly maxRequests: number;
  readonly mix: Mix;
  /** The first row of rows.ts to send; each request sends another. */
  readonly firstRow: number;
  /** Any other status ends the run as failed. */
  readonly statuses: readonly number[];
}

export interface LoadResult {
  /** Answers per second, over the time in which requests were sent. */
  readonly perSecond: number;
  /** All that were answered, the last ones after that time included. */
  readonly answered: number;
  readonly byStatus: Readonly<Record<number, number>>;
  /** Refusals that don't say when to come again. */
  readonly withoutRetryAfter: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  /** What the generator itself took of a core, from 0 to 1. */
  readonly generatorCpu: number;
}

export type Load = Child<LoadOrder, LoadResult>;

/** The load generator, in a process of its own: one and the same for everything that is measured over HTTP. */
export function startLoad(options: ChildOptions): Promise<Load> {
  return startChild(new URL("./load-process.ts", import.meta.url), options);
}
