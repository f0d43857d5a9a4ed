import { ChunkEnvelope, Upsert } from "@onefold/contract";
import type { Item, ItemRef } from "@onefold/contract";

/** An item whose body can't be read any more; its name and clock are enough for a receipt. */
export interface Unreadable {
  ref: ItemRef;
  clock: number;
}

export interface ParsedChunk {
  wait: boolean;
  items: Item[];
  unreadable: Unreadable[];
}

/** Not even the names of the items are readable: nobody can be told, so the chunk is kept for a human. */
export class UnreadableChunkError extends Error {
  override readonly name = "UnreadableChunkError";
}

/** What the chunk's job carries: names and clocks apart from the bodies. */
export function buildChunk(items: readonly Item[], wait: boolean): ChunkEnvelope {
  return {
    version: 1,
    wait,
    refs: items.map(({ ref, clock }) => ({ ...ref, clock })),
    bodies: items.map(({ upsert }) => upsert),
  };
}

/**
 * Reads a chunk where it is consumed. One bad body is one unreadable item; an envelope that is broken
 * otherwise makes all its items unreadable, as long as their names stand.
 */
export function parseChunk(data: unknown): ParsedChunk {
  const names = Names.safeParse(data);
  if (!names.success)
    throw new UnreadableChunkError("The chunk's refs can't be read.", { cause: names.error });
  // Written by a newer Onefold during an upgrade: to be retried until a worker of its kind takes it.
  const version = versionOf(data);
  if (typeof version === "number" && version > 1) {
    throw new Error(`The chunk has version ${version}; this worker reads version 1.`);
  }

  const envelope = ChunkEnvelope.safeParse(data);
  const bodies = envelope.success ? envelope.data.bodies : [];
  const trusted = bodies.length === names.data.refs.length;
  // Where it isn't known whether anybody waits, waking the API costs little.
  const parsed: ParsedChunk = { wait: envelope.data?.wait ?? true, items: [], unreadable: [] };
  names.data.refs.forEach(({ clock, ...ref }, index) => {
    const upsert = trusted ? Upsert.safeParse(bodies[index]) : undefined;
    if (upsert?.success === true) parsed.items.push({ ref, clock, upsert: upsert.data });
    else parsed.unreadable.push({ ref, clock });
  });
  return parsed;
}

const Names = ChunkEnvelope.pick({ refs: true });

function versionOf(data: unknown): unknown {
  return typeof data === "object" && data !== null && "version" in data ? data.version : undefined;
}
