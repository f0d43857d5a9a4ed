import { ChunkBodies, ChunkEnvelope, Upsert } from "@onefold/contract";
import type { Item } from "@onefold/contract";
import { CHUNK } from "./chunk-job.ts";
import { readNames, UnreadableChunkError, writeNames } from "./chunk-names.ts";
import type { ChunkNames, NamedItem } from "./chunk-names.ts";

/** An item whose body can't be read as one. Its name and clock are enough for a receipt. */
export interface Unreadable extends NamedItem {
  /** What the chunk has as its body. Absent where it can't be told which of the bodies is its own. */
  readonly body?: unknown;
}

/** A chunk as its job carries it. */
export interface PackedChunk {
  /** The job's name: the items' names. BullMQ stores it apart from the data and never parses it. */
  readonly name: string;
  readonly data: unknown;
  /** The clock from which its items' count, if the store issued one when it added the chunk. */
  readonly returnvalue?: unknown;
}

export interface ParsedChunk {
  /** The channel of the process that waits for what becomes of the items. */
  replyTo?: string;
  items: Item[];
  unreadable: Unreadable[];
}

/**
 * Packs a chunk for its job: names and clocks in one field of the store, bodies in another.
 * @param replyTo set where somebody waits for what becomes of the items
 * @param isCounted whether the items' clocks count from one that the store issues when it adds the chunk
 */
export function buildChunk(
  items: readonly Item[],
  { replyTo, isCounted }: { readonly replyTo?: string | undefined; readonly isCounted?: boolean } = {},
): PackedChunk {
  const bodies = items.map(({ upsert }) => upsert);
  const data: ChunkBodies = { version: 2, bodies, ...(replyTo !== undefined && { replyTo }) };
  return { name: writeNames({ wait: replyTo !== undefined, items }, isCounted), data };
}

/**
 * Reads a chunk where it is consumed. A bad body makes its item unreadable. Data that is broken in another way makes
 * all items unreadable, as long as their names can be read.
 * @throws UnreadableChunkError where they can't; any other error where a newer Onefold wrote it during an upgrade: it
 * is to be retried until a worker of its kind takes it
 */
export function parseChunk(chunk: PackedChunk): ParsedChunk {
  const { items } =
    chunk.name === CHUNK ? namesOfEnvelope(chunk.data) : readNames(chunk.name, chunk.returnvalue);
  const { bodies = [], replyTo } = dataOf(chunk.data);
  const trusted = bodies.length === items.length;
  const parsed: ParsedChunk = { items: [], unreadable: [], ...(replyTo !== undefined && { replyTo }) };
  items.forEach(({ ref, clock }, index) => {
    const body = trusted ? bodies[index] : undefined;
    const upsert = Upsert.safeParse(body);
    if (upsert.success) parsed.items.push({ ref, clock, upsert: upsert.data });
    else parsed.unreadable.push({ ref, clock, ...(body !== undefined && { body }) });
  });
  return parsed;
}

function dataOf(data: unknown): Partial<ChunkBodies> {
  const bodies = ChunkBodies.safeParse(data);
  if (bodies.success) return bodies.data;
  const before = ChunkEnvelope.safeParse(data);
  return before.success ? { bodies: before.data.bodies } : {};
}

const Refs = ChunkEnvelope.pick({ refs: true });

/** Reads the names from a chunk of the version before, which kept them beside the bodies. */
function namesOfEnvelope(data: unknown): Pick<ChunkNames, "items"> {
  const names = Refs.safeParse(data);
  if (!names.success)
    throw new UnreadableChunkError("The chunk's refs can't be read.", { cause: names.error });
  return { items: names.data.refs.map(({ clock, ...ref }) => ({ ref, clock })) };
}
