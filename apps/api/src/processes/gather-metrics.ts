import cluster from "node:cluster";
import type { Worker } from "node:cluster";
import { AggregatorRegistry } from "prom-client";
import type { Registry } from "prom-client";
import { z } from "zod";
import { metricsIncomplete } from "../errors/unavailable.ts";

/*
 * What the processes say to each other for a scrape: one of them asks the primary, which asks all that are at work, and
 * gives the one what they told. (prom-client's own `clusterMetrics` also asks those that only start, and waits for them.)
 */
const Asked = z.object({ gather: z.int() });
const Gathered = z.object({ gathered: z.int(), text: z.string().optional() });
const ToTell = z.object({ tell: z.int() });
const Told = z.object({ told: z.int(), metrics: z.array(z.unknown()) });

/** A process that is at work. */
export interface Teller {
  readonly worker: Worker;
  readonly exited: Promise<unknown>;
}

/** A process that stands still holds a scrape up for this long. */
const TELL_MS = 2_500;

/** In the primary: gathers what the processes count, whenever one of them asks. */
export function answerGatherers(tellers: ReadonlySet<Teller>): void {
  const waiting = new Map<number, (metrics: unknown[]) => void>();
  let asked = 0;

  cluster.on("message", (worker, message: unknown) => {
    const told = Told.safeParse(message);
    if (told.success) return waiting.get(told.data.told)?.(told.data.metrics);
    const request = Asked.safeParse(message);
    if (!request.success) return;
    void gather().then((text) => {
      say(worker, { gathered: request.data.gather, ...(text !== undefined && { text }) });
    });
  });

  /** @returns undefined where one of them doesn't tell */
  async function gather(): Promise<string | undefined> {
    const all = await Promise.all(Array.from(tellers, ask));
    if (all.some((each) => each === undefined)) return undefined;
    // They are as prom-client gave them in the other process.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return await AggregatorRegistry.aggregate(all as object[]).metrics();
  }

  /** @returns undefined where it doesn't tell in time, and nothing of one that ends meanwhile */
  async function ask({ worker, exited }: Teller): Promise<unknown[] | undefined> {
    const { promise, resolve } = Promise.withResolvers<unknown[] | undefined>();
    const number = ++asked;
    waiting.set(number, resolve);
    void exited.then(() => resolve([]));
    const timer = setTimeout(() => resolve(undefined), TELL_MS);
    say(worker, { tell: number });
    const told = await promise;
    clearTimeout(timer);
    waiting.delete(number);
    return told;
  }
}

/** It may have ended by now. */
function say(worker: Worker, message: z.infer<typeof Gathered> | z.infer<typeof ToTell>): void {
  if (worker.isConnected()) worker.send(message, () => {});
}

/**
 * In one of several processes: gives what all of them count, as one. A scrape reaches any of them, and would read the
 * counters of another one each time.
 * @returns a function that gives it in Prometheus' text format; it throws ApiError UNAVAILABLE where one of them doesn't
 * tell in time
 */
export function gatherFromAll(own: Registry): () => Promise<string> {
  const waiting = new Map<number, (text: string | undefined) => void>();
  let asked = 0;
  process.on("message", (message) => {
    const request = ToTell.safeParse(message);
    if (request.success) void tell(request.data.tell);
    const gathered = Gathered.safeParse(message);
    if (gathered.success) waiting.get(gathered.data.gathered)?.(gathered.data.text);
  });

  async function tell(number: number): Promise<void> {
    const metrics = await own.getMetricsAsJSON();
    if (process.connected) process.send?.({ told: number, metrics }, () => {});
  }

  return async () => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const number = ++asked;
    waiting.set(number, resolve);
    if (process.connected) process.send?.({ gather: number }, () => {});
    // The primary may stand still too.
    const timer = setTimeout(() => resolve(undefined), 2 * TELL_MS);
    const text = await promise;
    clearTimeout(timer);
    waiting.delete(number);
    if (text === undefined) throw metricsIncomplete();
    return text;
  };
}
