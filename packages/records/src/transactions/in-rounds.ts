import type { Database, Tables } from "@onefold/database";
import type { Transaction } from "kysely";
import type { Stoppable } from "./stoppable.ts";

/** The most transactions of one call, so that its caller can stop between. */
const STEPS = 100;

/** Whether a step found nothing to do, did a part of something, or was the last step of it. */
export type Step = "nothing" | "part" | "last";

/**
 * Goes on with long work that goes in rounds over what may have to change. A piece of it is done when a round found
 * nothing, and began after everything had ended that ran beside the last change.
 * @param goOn takes one step of one piece
 * @returns how many pieces it finished
 */
export async function inRounds(
  db: Database,
  goOn: (trx: Transaction<Tables>) => Promise<Step>,
  { signal }: Stoppable,
): Promise<number> {
  const transaction = db.transaction().setIsolationLevel("read committed");
  let finished = 0;
  for (let count = 0; count < STEPS; count++) {
    if (signal?.aborted) break;
    const step = await transaction.execute(goOn);
    if (step === "nothing") break;
    if (step === "last") finished++;
  }
  return finished;
}
