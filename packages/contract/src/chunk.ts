import { z } from "zod";
import { Clock, ItemRef } from "./item.ts";

/** A chunk closes at this many items … */
export const CHUNK_MAX_ITEMS = 500;
/** … or at this many bytes of JSON. */
export const CHUNK_MAX_BYTES = 1_000_000;

/**
 * What travels through the queue: the refs and clocks of the items apart from their bodies, so that
 * even where a body can't be read its item gets a receipt.
 */
export const ChunkEnvelope = z.object({
  version: z.literal(1),
  /** Somebody waits for an answer: wake the API processes after the commit. */
  wait: z.boolean(),
  refs: z.array(ItemRef.extend({ clock: Clock })).min(1),
  /** Parsed one by one as `Upsert` where they are consumed. */
  bodies: z.array(z.unknown()),
});
export type ChunkEnvelope = z.infer<typeof ChunkEnvelope>;
