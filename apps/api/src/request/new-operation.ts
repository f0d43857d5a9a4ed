import { QueueUnavailableError } from "@onefold/queue";
import type { Operation } from "@onefold/records";
import { queueUnavailable } from "../errors/unavailable.ts";
import type { Services } from "../services.ts";
import type { AppContext } from "./app-env.ts";
import { nameItem } from "./name-item.ts";

/**
 * Names an operation and gives it a clock of the same deployment as the upserts': what was accepted before
 * it is earlier, also where it is applied later.
 * @throws ApiError UNAVAILABLE where the queue's store issues none
 */
export async function newOperation(
  c: AppContext,
  services: Pick<Services, "jobIds" | "producer">,
): Promise<Operation> {
  const { userId, keyId } = c.get("key");
  const ref = nameItem(c, services);
  return { ref, clock: await issueClock(services), userId, keyId };
}

async function issueClock({ producer }: Pick<Services, "producer">): Promise<number> {
  try {
    return await producer.issueClock();
  } catch (error) {
    throw error instanceof QueueUnavailableError ? queueUnavailable(error) : error;
  }
}
