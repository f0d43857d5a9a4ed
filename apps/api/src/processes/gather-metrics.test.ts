import cluster from "node:cluster";
import type { Worker } from "node:cluster";
import { EventEmitter } from "node:events";
import { pino } from "pino";
import { Counter, Gauge, Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answerGatherers } from "./gather-metrics.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  cluster.removeAllListeners("message").removeAllListeners("exit");
});

let ids = 0;

/** A process at the other end of a channel, which counts to `count` and tells it when it is asked. */
class Peer extends EventEmitter {
  readonly id = ++ids;
  readonly answers: { gathered: number; text?: string }[] = [];
  isSilent = false;
  asked = 0;
  private hasEnded = false;
  private readonly registry = new Registry();
  private readonly counter = new Counter({ name: "taken_total", help: "x", registers: [this.registry] });

  constructor(count: number) {
    super();
    this.counter.inc(count);
    new Gauge({ name: "waiting", help: "x", aggregator: "max", registers: [this.registry] }).set(count);
  }

  isConnected(): boolean {
    return !this.hasEnded;
  }

  isDead(): boolean {
    return this.hasEnded;
  }

  send(message: { tell?: number; gathered?: number; text?: string }): void {
    if (message.gathered !== undefined) this.answers.push({ ...message, gathered: message.gathered });
    if (message.tell === undefined) return;
    this.asked++;
    if (!this.isSilent) void this.tell(message.tell);
  }

  ask(): void {
    cluster.emit("message", this.asWorker(), { gather: 1 }, undefined);
  }

  end(): void {
    this.hasEnded = true;
    this.emit("exit");
    cluster.emit("exit", this.asWorker(), 0, "");
  }

  asWorker(): Worker {
    // Of a worker it has what is used of one.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this as unknown as Worker;
  }

  private async tell(told: number): Promise<void> {
    const metrics: unknown = JSON.parse(JSON.stringify(await this.registry.getMetricsAsJSON()));
    cluster.emit("message", this.asWorker(), { told, metrics }, undefined);
  }
}

function start(...counts: number[]) {
  const peers = counts.map((count) => new Peer(count));
  const atWork = new Set(peers.map((peer) => peer.asWorker()));
  answerGatherers(atWork, pino({ level: "silent" }));
  const [first = new Peer(0)] = peers;
  return {
    peers,
    first,
    /** What the first is answered: its lines, or nothing where not all told. */
    async scrape(during: () => void = () => {}) {
      const before = first.answers.length;
      first.ask();
      during();
      await vi.waitUntil(() => first.answers.length > before);
      return first.answers.at(-1)?.text?.match(/^\w+ \d+$/gm);
    },
    end(peer: Peer | undefined) {
      if (peer) atWork.delete(peer.asWorker());
      peer?.end();
    },
  };
}

describe("what several processes count", () => {
  test("is added up, and what all look at alike isn't", async () => {
    const { scrape } = start(3, 4);
    expect(await scrape()).toEqual(["taken_total 7", "waiting 4"]);
  });

  test("is asked for once, however many scrapes come together, and none leaves anything behind", async () => {
    const { peers, first, scrape } = start(1, 2);
    for (let times = 0; times < 20; times++) await scrape(() => peers[1]?.ask());
    expect(peers.map(({ asked }) => asked)).toEqual([20, 20]);
    expect(peers[1]?.answers).toEqual(first.answers);
    expect(peers.map((peer) => peer.listenerCount("exit"))).toEqual([0, 0]);
  });

  test("isn't told where one of them is silent, and is once it speaks", async () => {
    const { peers, scrape } = start(1, 2);
    const [, second] = peers;
    if (second) second.isSilent = true;
    expect(await scrape(() => vi.runAllTimers())).toBeUndefined();
    if (second) second.isSilent = false;
    expect(await scrape()).toEqual(["taken_total 3", "waiting 2"]);
  });

  test("keeps the counts of one that has ended, not what it looked at, and waits for it no longer", async () => {
    const { peers, scrape, end } = start(1, 20, 300);
    const [, second, third] = peers;
    expect(await scrape()).toEqual(["taken_total 321", "waiting 300"]);
    if (second) second.isSilent = true;
    expect(await scrape(() => end(second))).toEqual(["taken_total 321", "waiting 300"]);
    end(third);
    expect(await scrape()).toEqual(["taken_total 321", "waiting 1"]);
    expect(await scrape()).toEqual(["taken_total 321", "waiting 1"]);
  });
});
