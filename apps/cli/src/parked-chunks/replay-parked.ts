import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import type { ParkedChunks } from "@onefold/queue";
import { findApplied, listTeams } from "@onefold/records";
import { CliError } from "../cli-error.ts";

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
 * @throws CliError where nothing would come of an item of it; ParkedChunkError where the chunk or the content is refused
 */
export async function replayParked(
  { parked, db }: { readonly parked: ParkedChunks; readonly db: Database },
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
  await requireTeams(db, items);
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

/** An item of no team could never be applied, and would be tried again for weeks. */
async function requireTeams(db: Database, items: readonly Item[]): Promise<void> {
  const known = new Set((await listTeams(db)).map(({ teamId }) => teamId));
  const unknown = new Set(items.map(({ ref }) => ref.teamId).filter((teamId) => !known.has(teamId)));
  if (unknown.size > 0)
    throw new CliError(`The mended content can't be taken: there is no team ${[...unknown].join(", ")}.`);
}

export function describeReplayed({ id, items, passedOver = 0 }: Replayed): string {
  if (items === undefined)
    return `${id} is back in the queue as it was. A worker that can't read it parks it again.`;
  const passed = passedOver === 0 ? "" : `, of which ${passedOver} are passed over`;
  return `${id} is back in the queue with ${items} ${items === 1 ? "item" : "items"}${passed}.`;
}
