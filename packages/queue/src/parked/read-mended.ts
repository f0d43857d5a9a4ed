import { CHUNK_MAX_ITEMS, MendedChunk } from "@onefold/contract";
import type { Item } from "@onefold/contract";
import { parseChunk } from "../chunk.ts";
import type { PackedChunk, ParsedChunk } from "../chunk.ts";
import { CHUNK } from "../chunk-job.ts";
import { ParkedChunkError } from "./parked-chunk-error.ts";

export interface Limits {
  /** The deployment's time, in milliseconds since 1970. */
  readonly now: number;
  /** How long receipts are kept, in milliseconds. */
  readonly parkOlderThanMs: number;
}

/** How far ahead the clocks of the processes and of the store may be. */
const AHEAD_MS = 60_000;

/**
 * Reads the content that is to take the place of a parked chunk's, by the parser of the workers.
 * @throws ParkedChunkError where it can't be read, or where an item of it would be out of its time
 */
export function readMended(mended: unknown, limits: Limits): Item[] {
  const content = MendedChunk.safeParse(mended);
  if (!content.success)
    throw unfit('it must be JSON like {"name": …, "data": …}, as the chunk is shown', content.error);
  const { name, data, clock } = content.data;
  const { items, unreadable } = parse({ name, data, returnvalue: clock });
  const [first] = unreadable;
  if (first)
    throw unfit(
      `${unreadable.length} of its ${items.length + unreadable.length} items have a body that can't be read, ` +
        `the first of them row ${first.ref.row} of ${first.ref.jobId}; "bodies" has one for each name, in their order`,
    );
  if (items.length > CHUNK_MAX_ITEMS)
    throw unfit(`it has ${items.length} items, and a chunk has ${CHUNK_MAX_ITEMS} at most`);
  refuseTwice(items);
  for (const item of items) refuseOutOfTime(item, limits);
  return items;
}

function parse(chunk: PackedChunk): ParsedChunk {
  try {
    return parseChunk(chunk);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const hint =
      chunk.name === CHUNK
        ? '"refs" has teamId, jobId, row, acceptedAt and clock of each item, and "upload": true for rows of uploads'
        : `the names have a checksum; written by hand they stand in the data: {"name": "${CHUNK}", "data": ` +
          '{"version": 1, "wait": false, "refs": [{"teamId": …, "jobId": …, "row": 0, "acceptedAt": …, "clock": …}], "bodies": […]}}';
    throw unfit(`${why.replace(/\.$/, "")}: ${hint}`, error);
  }
}

/** An item has one receipt, so of two of one name the second would be lost. */
function refuseTwice(items: readonly Item[]): void {
  const seen = new Set<string>();
  for (const { ref } of items) {
    const name = JSON.stringify([ref.teamId, ref.jobId, ref.row]);
    if (seen.has(name)) throw unfit(`it has row ${ref.row} of ${ref.jobId} twice`);
    seen.add(name);
  }
}

/** A clock of the future would stand above all that is written until then, and an old item may have had its receipt. */
function refuseOutOfTime({ ref, clock }: Item, { now, parkOlderThanMs }: Limits): void {
  const name = `row ${ref.row} of ${ref.jobId}`;
  if (clock > (now + AHEAD_MS) * 1_000)
    throw unfit(`the clock of ${name} is in the future; clocks are microseconds since 1970`);
  if (ref.acceptedAt > now + AHEAD_MS)
    throw unfit(`${name} was accepted in the future; "acceptedAt" is in milliseconds since 1970`);
  if (now - ref.acceptedAt > parkOlderThanMs)
    throw unfit(`${name} was accepted before the days whose receipts are kept, so it could be applied twice`);
}

function unfit(why: string, cause?: unknown): ParkedChunkError {
  return new ParkedChunkError("unfit", `The mended content can't be taken: ${why}.`, { cause });
}
