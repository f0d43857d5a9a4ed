import type { ItemRef, Upsert } from "@onefold/contract";
import { afterAll, beforeAll, describe } from "vitest";
import { openBackend } from "../../src/stores/store-of.ts";
import type { Backend } from "../../src/stores/backend.ts";
import { createConsumer, createProducer, prepareQueue } from "../../src/index.ts";
import type {
  Consumer,
  ConsumerOptions,
  Producer,
  ProducerOptions,
  QueueOptions,
  ReceivedChunk,
  ReplyListener,
} from "../../src/index.ts";
import { times } from "../../../../test/support/thorough.ts";
import { startTestCluster, startTestPostgres, startTestRedis } from "./stores.ts";
import type { TestStore } from "./stores.ts";

/** An answer that comes within a short deadline comes by then, on a busy machine too. The default deadline is longer. */
export const SOON_MS = 4_000;

export const upsert: Upsert = {
  entity: "contact",
  userId: "usr_1",
  keyId: "key_1",
  onConflict: "prefer",
  identifiers: [{ kind: "email", value: "jane@example.com" }],
  set: { firstName: "Jane" },
};

export const ref = (row: number): ItemRef => ({
  teamId: "tea_1",
  jobId: "job_1",
  row,
  acceptedAt: 1_700_000_000_000,
});

/** Declares the same tests on either store. Each store is a server of this file's own. */
export function onEachStore(
  declare: (store: () => TestStore, queue: () => Promise<TestQueue>) => void,
): void {
  describe.each([
    ["redis", () => startTestRedis()],
    ...times<[string, () => Promise<TestStore>][]>([], [["a Redis Cluster", () => startTestCluster()]]),
    ["postgres", () => startTestPostgres()],
  ])("on %s", (_kind, startStore) => {
    let store: TestStore;
    let count = 0;
    beforeAll(async () => {
      store = await startStore();
    });
    afterAll(async () => {
      await store[Symbol.asyncDispose]();
    });
    declare(
      () => store,
      async () => {
        const options = { url: store.url, namespace: `test${(count += 1)}`, durability: "strict" as const };
        await prepareQueue(options);
        return options;
      },
    );
  });
}

/** A queue of one test's own. */
export type TestQueue = QueueOptions & { namespace: string };

/** For those that have nobody told. */
export const IGNORED: ReplyListener = { onReplies: () => {}, onUp: () => {}, onDown: () => {} };

export const produce = (options: QueueOptions, more: Partial<ProducerOptions> = {}): Promise<Producer> =>
  createProducer({ ...options, floor: 0, onError: () => undefined, ...more });

export interface TestConsumer extends AsyncDisposable {
  consumer: Consumer;
  received: ReceivedChunk[];
  errors: Error[];
  /** Gives the rows of the items received, in their order. */
  rows(): number[];
}

/** Makes a consumer that keeps what it is given. It takes a dead worker's chunks after a second or two. */
export async function consume(
  options: QueueOptions,
  more: Partial<ConsumerOptions> = {},
): Promise<TestConsumer> {
  const received: ReceivedChunk[] = [];
  const errors: Error[] = [];
  const consumer = await createConsumer({
    ...options,
    concurrency: 8,
    lockMs: 1_000,
    stalledMs: 500,
    onError: (error) => errors.push(error),
    ...more,
    async handle(chunk) {
      received.push(chunk);
      await more.handle?.(chunk);
    },
  });
  return {
    consumer,
    received,
    errors,
    rows: () => received.flatMap(({ items }) => items.map((item) => item.ref.row)),
    [Symbol.asyncDispose]: () => consumer.close(5_000),
  };
}

/** Opens the queue as BullMQ has it, to put strange things into it and to look. */
export const raw = (options: QueueOptions): Promise<Backend> =>
  openBackend({ ...options, commandTimeoutMs: 5_000, onError: () => undefined });

/** Tries to submit, and says what became of it. Poll it until the store is back. */
export const attempt = (producer: Producer, row: number): Promise<"added" | "refused"> =>
  producer.submit(ref(row), upsert, { wait: false }).then(
    () => "added",
    () => "refused",
  );
