import { z } from "zod";
import { Clock, ItemRef } from "./item.ts";

/** A chunk closes at this many items … */
export const CHUNK_MAX_ITEMS = 500;
/** … or at this many bytes of JSON. */
export const CHUNK_MAX_BYTES = 1_000_000;

/**
 * What travels through the queue as a job's data: the bodies of the items, in the order of their names, which the
 * queue keeps apart.
 */
export const ChunkBodies = z.object({
  version: z.literal(2),
  /** Parsed one by one as `Upsert` where they are consumed. */
  bodies: z.array(z.unknown()),
});
export type ChunkBodies = z.infer<typeof ChunkBodies>;

/**
 * Rows of one job with clocks in a row: team, job, acceptance, first row, how many, first clock, and whether they are
 * of an upload. An empty team is that of the item before; acceptance and clock count from it.
 */
const NamedRun = z.tuple([
  z.string(),
  z.string().min(1),
  z.int(),
  z.int().nonnegative(),
  z.int().positive().max(CHUNK_MAX_ITEMS),
  z.int(),
  z.union([z.literal(0), z.literal(1)]),
]);
export type NamedRun = z.infer<typeof NamedRun>;

/** What a chunk's items are called, and whether somebody waits for an answer: then wake the API after the commit. */
export const NamedRuns = z.tuple([z.boolean(), z.array(NamedRun).min(1)]);

/** As the version before wrote it: with the names in the same JSON. Still read, as it may wait in a queue. */
export const ChunkEnvelope = z.object({
  version: z.literal(1),
  /** Somebody waits for an answer: wake the API processes after the commit. */
  wait: z.boolean(),
  refs: z.array(ItemRef.extend({ clock: Clock })).min(1),
  /** Parsed one by one as `Upsert` where they are consumed. */
  bodies: z.array(z.unknown()),
});
export type ChunkEnvelope = z.infer<typeof ChunkEnvelope>;
