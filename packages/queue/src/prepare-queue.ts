import { storeAddress } from "./options.ts";
import type { QueueOptions } from "./options.ts";
import { storeOf } from "./stores/store-of.ts";

const WAIT_MS = 30_000;

/**
 * Makes the store ready to hold the queue, for `migrate`. It can be repeated, and run at once from several places.
 * BullMQ's migrations run only here: connecting never changes a schema.
 */
export async function prepareQueue(options: QueueOptions): Promise<void> {
  const address = storeAddress(options);
  await storeOf(address).prepareQueues(address, { startTimeoutMs: WAIT_MS });
}
