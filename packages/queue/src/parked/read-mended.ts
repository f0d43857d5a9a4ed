import { CHUNK_MAX_BYTES, CHUNK_MAX_ITEMS, MendedChunk } from "@onefold/contract";
import type { Item } from "@onefold/contract";
import { parseChunk } from "../chunk.ts";
import type { PackedChunk, ParsedChunk } from "../chunk.ts";
import { CHUNK } from "../chunk-job.ts";
import { NewerChunkError, UnreadableChunkError } from "../chunk-names.ts";
import { ParkedChunkError } from "./parked-chunk-error.ts";

export interface Limits {
  /** The deployment's time, in milliseconds since 1970. */
  readonly now: number;
  /** How long receipts are kept, in milliseconds. */
  readonly parkOlderThanMs: number;
}

/** How much of a chunk's content is shown and taken: several times a chunk. */
export const CONTENT_MAX_BYTES = 4 * CHUNK_MAX_BYTES;
/** Receipts have it as an integer of Postgres. */
const MAX_ROW = 2 ** 31 - 1;

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
  // Before all of it is parsed.
  for (const list of Object.values(Object(data))) if (Array.isArray(list)) requireFew(list);
  const { items, unreadable } = parse({ name, data, returnvalue: clock });
  const [first] = unreadable;
  if (first)
    throw unfit(
      `${unreadable.length} of its ${items.length + unreadable.length} items have a body that can't be read, ` +
        `the first of them row ${first.ref.row} of ${first.ref.jobId}; "bodies" has one for each name, in their order`,
    );
  requireFew(items);
  requireStorable(items);
  refuseTwice(items);
  for (const item of items) refuseOutOfTime(item, limits);
  return items;
}

function requireFew({ length }: readonly unknown[]): void {
  if (length > CHUNK_MAX_ITEMS)
    throw unfit(`it has ${length} items, and a chunk has ${CHUNK_MAX_ITEMS} at most`);
}

/** What a store can't hold would be refused by it, in its own words, or would stop the workers. */
function requireStorable(items: readonly Item[]): void {
  const text = JSON.stringify(items, (key, value: unknown) => {
    if (!isStorable(key) || (typeof value === "string" && !isStorable(value)))
      throw unfit("a text of it has the character U+0000 or half of one, which can't be stored");
    return value;
  });
  if (Buffer.byteLength(text) > CONTENT_MAX_BYTES)
    throw unfit(`its items take more than ${CONTENT_MAX_BYTES} bytes, several times a chunk`);
  for (const { ref, clock } of items) {
    if (ref.row > MAX_ROW) throw unfit(`${ref.jobId} has no row ${ref.row}: rows end at ${MAX_ROW}`);
    if (clock < 0) throw unfit(`the clock of row ${ref.row} of ${ref.jobId} is negative`);
  }
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function parse(chunk: PackedChunk): ParsedChunk {
  try {
    return parseChunk(chunk);
  } catch (error) {
    // What says a newer version is a sentence too. Other errors quote what they found.
    const isSentence = error instanceof UnreadableChunkError || error instanceof NewerChunkError;
    const why = isSentence ? error.message : "The chunk's names can't be read";
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
