import { z } from "zod";
import { Clock, ItemRef } from "./item.ts";

/** A chunk closes when it has this many items … */
export const CHUNK_MAX_ITEMS = 500;
/** … or this many bytes of JSON. */
export const CHUNK_MAX_BYTES = 1_000_000;

/**
 * The data of a job in the queue: the bodies of the items, in the order of their names. The queue keeps the names
 * apart.
 */
export const ChunkBodies = z.object({
  version: z.literal(2),
  /** Each is parsed as an `Upsert` where it is consumed. */
  bodies: z.array(z.unknown()),
  /** The channel of the process that waits for what becomes of the items. */
  replyTo: z.string().optional().catch(undefined),
});
export type ChunkBodies = z.infer<typeof ChunkBodies>;

/** What a chunk carries, as the command line shows it and takes it. */
const ParkedContent = z.strictObject({
  /** The job's name: the names of the items. */
  name: z.string(),
  data: z.unknown(),
  /** The clock from which the items' count, if the store issued it. */
  clock: Clock.optional(),
});

/** The content that is to take the place of a parked chunk's, by itself or within what is shown of one. */
export const MendedChunk = ParkedContent.or(
  z.object({ content: ParkedContent }).transform(({ content }) => content),
);

/**
 * Rows of one job whose clocks follow one another: team, job, acceptance, first row, how many, first clock, and whether
 * they are of an upload. An empty team is that of the item before; acceptance and clock count from it.
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

/** The names of a chunk's items, and whether somebody waits for an answer, which workers of the version before ask. */
export const NamedRuns = z.tuple([z.boolean(), z.array(NamedRun).min(1)]);

/**
 * A chunk as the version before wrote it, with the names in the same JSON. It is still read, as it may wait in a queue.
 */
export const ChunkEnvelope = z.object({
  version: z.literal(1),
  /** Whether somebody waits for an answer. Then the API processes are woken after the commit. */
  wait: z.boolean(),
  refs: z.array(ItemRef.extend({ clock: Clock })).min(1),
  /** Each is parsed as an `Upsert` where it is consumed. */
  bodies: z.array(z.unknown()),
});
export type ChunkEnvelope = z.infer<typeof ChunkEnvelope>;
