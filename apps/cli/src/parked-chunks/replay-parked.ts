import { findApplied } from "@onefold/records";
import { CliError } from "../cli-error.ts";
import { requireNames } from "./require-names.ts";
import type { Stores } from "./with-parked-chunks.ts";

export interface Replayed {
  readonly id: string;
  /** How many items the mended content has; absent where the chunk was replayed as it is. */
  readonly items?: number;
  /** How many of them have their receipts, so that they are passed over. */
  readonly passedOver?: number;
}

/**
 * Puts a parked chunk back into the queue, as it is or with another content.
 * @param mended the content, as it was read from a file
 * @param isAgreed whether items that have their receipts may be passed over
 * @throws CliError where an item of it has a name that was never given; ParkedChunkError where the chunk or the content is refused
 */
export async function replayParked(
  { parked, db, jobIds }: Stores,
  id: string,
  mended: unknown,
  isAgreed: boolean,
): Promise<Replayed> {
  // A chunk that is gone is told first: whatever is wrong with the file doesn't matter then.
  await parked.read(id);
  if (mended === undefined) {
    await parked.replay(id);
    return { id };
  }
  const items = parked.judge(mended);
  await requireNames({ db, jobIds }, items);
  const { size: passedOver } = await findApplied(
    db,
    items.map(({ ref }) => ref),
  );
  if (passedOver > 0 && !isAgreed)
    throw new CliError(
      `${passedOver} of the ${items.length} items have their receipts already: they were applied, or told as LOST. ` +
        `Workers pass those over, and the chunk is gone then. Send what was lost anew by the API; ` +
        `--yes replays the chunk all the same.`,
    );
  await parked.replay(id, items);
  return { id, items: items.length, passedOver };
}

export function describeReplayed({ id, items, passedOver = 0 }: Replayed): string {
  if (items === undefined)
    return `${id} is back in the queue as it was. A worker that can't read it parks it again.`;
  const passed = passedOver === 0 ? "" : `, of which ${passedOver} are passed over`;
  return `${id} is back in the queue with ${items} ${items === 1 ? "item" : "items"}${passed}.`;
}
