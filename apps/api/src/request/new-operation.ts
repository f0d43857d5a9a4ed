import { QueueUnavailableError } from "@onefold/queue";
import type { Operation } from "@onefold/records";
import { queueUnavailable } from "../errors/unavailable.ts";
import type { Services } from "../services.ts";
import type { AppContext } from "./app-env.ts";
import { nameItem } from "./name-item.ts";

/** While a transaction holds its locks, so not for long. */
const CLOCK_MS = 2_000;

/**
 * Names an operation. Its clock is of the same deployment as the upserts', and is issued when the operation asks
 * for it: UNAVAILABLE where the queue's store issues none.
 */
export function newOperation(
  c: AppContext,
  services: Pick<Services, "jobIds" | "clock" | "producer">,
): Operation {
  const { userId, keyId } = c.get("key");
  const ref = nameItem(c, services);
  return { ref, issueClock: (floor) => issueClock(services, floor), userId, keyId };
}

async function issueClock({ producer }: Pick<Services, "producer">, above: number): Promise<number> {
  try {
    return await producer.issueClock(1, { above, withinMs: CLOCK_MS });
  } catch (error) {
    throw error instanceof QueueUnavailableError ? queueUnavailable(error) : error;
  }
}
