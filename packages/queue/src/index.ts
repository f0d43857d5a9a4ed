export type { BulkItem, BulkOptions } from "./bulk-submitter.ts";
export type { Lane } from "./chunk-job.ts";
export { createCoalescer } from "./coalescer.ts";
export type { Coalescer } from "./coalescer.ts";
export { createConsumer } from "./consumer.ts";
export type { Consumer, ConsumerOptions, ReceivedChunk } from "./consumer.ts";
export type { Unreadable } from "./chunk.ts";
export type { QueueState } from "./look-at-shards.ts";
export { storeAddress } from "./options.ts";
export type { QueueAddress, QueueOptions, StoreAddress } from "./options.ts";
export { openParkedChunks } from "./parked/open-parked-chunks.ts";
export type {
  ParkedChunk,
  ParkedChunks,
  ParkedChunksOptions,
  ParkedPage,
  ShownParkedChunk,
} from "./parked/open-parked-chunks.ts";
export { ParkedChunkError } from "./parked/parked-chunk-error.ts";
export type { ParkedChunkReason } from "./parked/parked-chunk-error.ts";
export { prepareQueue } from "./prepare-queue.ts";
export { createProducer } from "./producer.ts";
export type { Backlog, Producer, ProducerOptions, ReplyListener, Submitted } from "./producer.ts";
export { QueueUnavailableError } from "./queue-unavailable-error.ts";
export type { UnavailableReason } from "./queue-unavailable-error.ts";
export { schemaOf } from "./stores/postgres/sessions.ts";
export { storeOf } from "./stores/store-of.ts";
export type { ReceivedReply, Reply } from "./replies.ts";
export { createTurns } from "./turns.ts";
export type { Turn, TurnOptions, Turns } from "./turns.ts";
export { createSweeper } from "./sweeper.ts";
export type { Sweeper, SweeperOptions, SweepReport } from "./sweeper.ts";
