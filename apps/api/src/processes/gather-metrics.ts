import cluster from "node:cluster";
import type { Worker } from "node:cluster";
import type { Logger } from "pino";
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
/** Without metrics it can't tell them. */
const Told = z.object({ told: z.int(), metrics: z.array(z.unknown()).optional() });

/** Metrics as prom-client gives them to another process. */
type Metrics = readonly unknown[];

/** A process that stands still holds a scrape up for this long: longer than one may ask the database for its part. */
const TELL_MS = 4_000;

/**
 * In the primary: gathers what the processes count, whenever one of them asks. What one counted that has ended stays in
 * the sum, as far as it was told, so that no counter goes back.
 * @param atWork those that are asked
 */
export function answerGatherers(atWork: ReadonlySet<Worker>, log: Logger): void {
  const waiting = new Map<number, (metrics: Metrics | undefined) => void>();
  const lastTold = new Map<number, Metrics>();
  let ofEnded: Promise<Metrics> = Promise.resolve([]);
  let asked = 0;
  let underWay: Promise<string | undefined> | undefined;

  cluster.on("message", (worker, message: unknown) => {
    const told = Told.safeParse(message);
    if (told.success) return waiting.get(told.data.told)?.(told.data.metrics);
    const request = Asked.safeParse(message);
    if (!request.success) return;
    underWay ??= gather().finally(() => {
      underWay = undefined;
    });
    void underWay.then((text) => {
      say(worker, { gathered: request.data.gather, ...(text !== undefined && { text }) });
    });
  });
  cluster.on("exit", ({ id }) => {
    const counted = lastTold.get(id)?.filter(isCount) ?? [];
    lastTold.delete(id);
    ofEnded = ofEnded.then((former) => add(former, counted));
  });

  /** @returns undefined where one of them doesn't tell */
  async function gather(): Promise<string | undefined> {
    try {
      const all = await Promise.all(Array.from(atWork, ask));
      const told = all.filter((each) => each !== undefined);
      if (told.length < all.length) return undefined;
      return await aggregate([await ofEnded, ...told]).metrics();
    } catch (error) {
      tellError(error);
      return undefined;
    }
  }

  /** @returns undefined where it doesn't tell in time, and nothing of one that ends meanwhile */
  async function ask(worker: Worker): Promise<Metrics | undefined> {
    const { promise, resolve } = Promise.withResolvers<Metrics | undefined>();
    const number = ++asked;
    const onExit = () => resolve([]);
    waiting.set(number, resolve);
    worker.once("exit", onExit);
    const timer = setTimeout(() => resolve(undefined), TELL_MS);
    say(worker, { tell: number });
    const told = await promise;
    clearTimeout(timer);
    worker.off("exit", onExit);
    waiting.delete(number);
    if (told && !worker.isDead()) lastTold.set(worker.id, told);
    return told;
  }

  async function add(former: Metrics, counted: Metrics): Promise<Metrics> {
    try {
      return await aggregate([former, counted]).getMetricsAsJSON();
    } catch (error) {
      tellError(error);
      return former;
    }
  }

  function tellError(error: unknown): void {
    log.error({ err: error }, "what the API processes count can't be added up");
  }
}

function aggregate(all: readonly Metrics[]): Registry {
  // They are as prom-client gave them in the other process.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return AggregatorRegistry.aggregate(all as object[]);
}

/** Says whether it only ever grows. */
function isCount(metric: unknown): boolean {
  return typeof metric === "object" && metric !== null && "type" in metric && COUNTS.has(metric.type);
}

const COUNTS = new Set<unknown>(["counter", "histogram"]);

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
    const metrics = await own.getMetricsAsJSON().catch(() => undefined);
    if (process.connected) process.send?.({ told: number, ...(metrics && { metrics }) }, () => {});
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
