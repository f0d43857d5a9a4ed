import type { Item } from "@onefold/contract";
import { buildChunk } from "../chunk.ts";
import { chunkAgeMs, chunkTime } from "../chunk-id.ts";
import type { Lane } from "../chunk-job.ts";
import type { QueueOptions } from "../options.ts";
import { openBackend } from "../stores/store-of.ts";
import type { Shard } from "../stores/backend.ts";
import { findParked, listCandidates, positionOf, readParked } from "./find-parked.ts";
import type { Found } from "./find-parked.ts";
import { ParkedChunkError } from "./parked-chunk-error.ts";
import { CONTENT_MAX_BYTES, readMended } from "./read-mended.ts";
import { dataOf } from "./why-parked.ts";

export interface ParkedChunksOptions extends QueueOptions {
  /** The same as the consumer's. */
  parkOlderThanMs: number;
  /** How long to wait for a store that doesn't answer. Default 30,000. */
  startTimeoutMs?: number;
  /** Told of lost connections and the like. */
  onError?(error: Error): void;
}

/** A chunk that nobody can be told of, without anything of what it carries. */
export interface ParkedChunk {
  readonly id: string;
  readonly lane: Lane;
  readonly shard: number;
  /** When it was made; absent for an id that isn't ours. */
  readonly madeAt?: string;
  /** When it failed last. */
  readonly failedAt: string;
  /** Why the names of its items can't be read. */
  readonly cause: string;
  readonly attempts: number;
  /** Of its name and its data. */
  readonly bytes: number;
}

/** A parked chunk with what it carries: people of several teams. */
export interface ShownParkedChunk extends ParkedChunk {
  /** What BullMQ noted when it failed. */
  readonly failedReason?: string;
  readonly content: {
    readonly name: string;
    /** As JSON where it is some, else the text as it is stored. */
    readonly data: unknown;
    /** The clock from which its items' count, if the store issued it. */
    readonly clock?: unknown;
  };
  /** Whether the content is longer than is shown: then its data is the beginning of the text. */
  readonly isCut: boolean;
}

export interface ParkedPage {
  readonly chunks: ParkedChunk[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}

/** Chunks that nobody can be told of. Of several that replay or drop one at once, one does it. */
export interface ParkedChunks extends AsyncDisposable {
  /** The store's URL without its password. */
  readonly shown: string;
  /** Lists them, the oldest first. */
  list(page: { readonly limit: number; readonly after?: string | undefined }): Promise<ParkedPage>;
  /**
   * Gives one whole, up to 4 MB of it.
   * @throws ParkedChunkError where none of that id is parked
   */
  read(id: string): Promise<ShownParkedChunk>;
  /**
   * Reads a content that could take the place of the chunk's: as it is shown, changed.
   * @throws ParkedChunkError where it can't be read, or where one of its items may not be applied any more
   */
  judge(mended: unknown): Item[];
  /**
   * Puts one back into the queue under its id, as it is or with those items in its place, in one step of the store.
   * Items that have their receipts already are passed over by the workers. Where several shards have it, all are put back
   * as they are, and the others are removed once a mended one is back.
   * @throws ParkedChunkError where none of that id is parked, or it is older than receipts are kept
   */
  replay(id: string, mended?: readonly Item[]): Promise<void>;
  /**
   * Removes one, with all that it carries, from every shard that has it.
   * @throws ParkedChunkError where none of that id is parked
   */
  drop(id: string): Promise<void>;
}

const COMMAND_MS = 10_000;
const START_MS = 30_000;
const DAY_MS = 86_400_000;

/** Opens the parked chunks of the queues, once the store answers. */
export async function openParkedChunks(options: ParkedChunksOptions): Promise<ParkedChunks> {
  const backend = await openBackend({
    ...options,
    commandTimeoutMs: COMMAND_MS,
    startTimeoutMs: options.startTimeoutMs ?? START_MS,
    onError: options.onError ?? (() => undefined),
  });
  const now = options.now ?? Date.now;
  const { shards } = backend;

  return {
    shown: backend.shown,
    list: ({ limit, after }) => listParked(shards, limit, after),
    read: async (id) => shownOf((await find(shards, id))[0]),
    judge: (mended) => readMended(mended, { now: now(), parkOlderThanMs: options.parkOlderThanMs }),
    async replay(id, mended) {
      const [first, ...copies] = await find(shards, id);
      const ageMs = chunkAgeMs(id, now());
      // Receipts of its items may be gone, so nothing would keep what was applied from being applied again.
      if (ageMs === undefined || ageMs > options.parkOlderThanMs)
        throw new ParkedChunkError(
          "expired",
          ageMs === undefined
            ? `The id of ${id} doesn't say when it was made, so its items could be applied twice: it can only be dropped.`
            : `Chunk ${id} is older than receipts are kept (RECEIPT_RETENTION_DAYS is ${options.parkOlderThanMs / DAY_MS} here), so its items could be applied twice: it can only be dropped.`,
        );
      if (!(await first.failed.requeue(first.chunk, mended && buildChunk(mended)))) throw gone(id);
      // What may be in one of them only is not dropped: what they have in common is applied once.
      for (const { failed, chunk } of copies) await (mended ? failed.drop(chunk) : failed.requeue(chunk));
    },
    async drop(id) {
      const copies = await find(shards, id);
      const dropped = await Promise.all(copies.map(({ failed, chunk }) => failed.drop(chunk)));
      if (!dropped.includes(true)) throw gone(id);
    },
    [Symbol.asyncDispose]: () => backend[Symbol.asyncDispose](),
  };
}

async function listParked(shards: readonly Shard[], limit: number, after = ""): Promise<ParkedPage> {
  const candidates = (await listCandidates(shards)).filter((each) => positionOf(each) > after);
  const found: ParkedChunk[] = [];
  for (const candidate of candidates) {
    if (found.length > limit) break;
    // It may be gone since, and one of the version before can be told by its data only.
    const parked = await readParked(candidate);
    if (parked) found.push(parkedOf(parked));
  }
  const chunks = found.slice(0, limit);
  const last = chunks.at(-1);
  return { chunks, ...(found.length > limit && last && { next: positionOf(last) }) };
}

async function find(shards: readonly Shard[], id: string): Promise<[Found, ...Found[]]> {
  const [first, ...copies] = await findParked(shards, id);
  if (!first) throw gone(id);
  return [first, ...copies];
}

function gone(id: string): ParkedChunkError {
  return new ParkedChunkError(
    "gone",
    `No chunk ${id} is parked: it was replayed, dropped or removed with its day, or there never was one.`,
  );
}

function parkedOf({ id, lane, shard, chunk, cause }: Found): ParkedChunk {
  const madeAt = chunkTime(id);
  return {
    id,
    lane,
    shard,
    ...(madeAt !== undefined && { madeAt: new Date(madeAt).toISOString() }),
    failedAt: new Date(Number(chunk.version)).toISOString(),
    cause,
    attempts: chunk.attempts,
    bytes: Buffer.byteLength(chunk.name) + Buffer.byteLength(chunk.data),
  };
}

function shownOf(found: Found): ShownParkedChunk {
  const { name, data, returnvalue, failedReason } = found.chunk;
  const isCut = name.length + data.length > CONTENT_MAX_BYTES;
  const shownName = name.slice(0, CONTENT_MAX_BYTES);
  return {
    ...parkedOf(found),
    ...(failedReason !== undefined && { failedReason }),
    content: {
      name: shownName,
      data: isCut ? data.slice(0, CONTENT_MAX_BYTES - shownName.length) : (dataOf(data) ?? data),
      ...(returnvalue !== undefined && returnvalue !== null && { clock: returnvalue }),
    },
    isCut,
  };
}
