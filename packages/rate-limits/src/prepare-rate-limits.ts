import { storeAddress, storeOf } from "@onefold/queue";
import type { QueueAddress } from "@onefold/queue";

/** Makes the store ready to hold the counts, for `migrate`. It can be repeated, and run at once from several places. */
export async function prepareRateLimits(options: QueueAddress): Promise<void> {
  const address = storeAddress(options);
  await storeOf(address).prepareRateLimits(address);
}
