import { constants, createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { gatherEvidence, judge, markOf, OTHER_FILE_BYTES, otherFile } from "@onefold/charset";
import type { Judgement } from "@onefold/charset";
import { CliError } from "../cli-error.ts";
import { messageOf } from "../describe-error.ts";
import type { Source } from "./open-source.ts";

/** What a source is written in, as far as its bytes say. */
export interface JudgedSource {
  /** To be read from its beginning, also where its beginning was read already. */
  readonly source: Source;
  readonly judgement: Judgement;
  /** Words with letters beyond ASCII, to be shown. */
  readonly words: readonly Buffer[];
  /** Bytes beyond ASCII that are in none of these words. */
  readonly unseen: readonly number[];
  /** Not only the beginning was seen. */
  readonly isWhole: boolean;
}

/** Of what can't be read twice: as much as the service judges by. */
const BEGINNING_BYTES = 64 * 1024;

/**
 * A file is judged by all of it, what can be read only once by its beginning.
 * @throws CliError where it can't be read, or is no CSV
 */
export async function judgeSource(
  source: Source,
  { isGzipped }: { isGzipped: boolean },
): Promise<JudgedSource> {
  if (source.size !== undefined) {
    const seen = await judgeAll(
      source.name,
      isGzipped ? inflated(source.name, source.read()) : source.read(),
    );
    return { source, ...seen, isWhole: true };
  }
  const iterator = source.read()[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  while (length < BEGINNING_BYTES && !isWhole) {
    const { done, value } = await iterator.next();
    if (done === true) isWhole = true;
    else {
      pieces.push(value);
      length += value.length;
    }
  }
  const beginning = Buffer.concat(pieces).subarray(0, isWhole ? undefined : BEGINNING_BYTES);
  const seen = isGzipped ? inflated(source.name, [beginning], isWhole) : [beginning];
  return {
    source: {
      ...source,
      read: () => resumed(pieces, iterator),
      [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
    },
    ...(await judgeAll(source.name, seen, isWhole)),
    isWhole,
  };
}

/** The beginning of what can be read again, unpacked. @throws CliError where it can't be read */
export async function readBeginning(
  source: Source,
  { isGzipped }: { isGzipped: boolean },
  bytes: number,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of isGzipped ? inflated(source.name, source.read()) : source.read()) {
    // A copy: what is read shares one buffer.
    pieces.push(Buffer.from(piece));
    length += piece.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(pieces).subarray(0, bytes);
}

async function judgeAll(
  name: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  isWhole = true,
) {
  const gathering = gatherEvidence();
  let beginning = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (beginning.length < OTHER_FILE_BYTES)
      beginning = Buffer.concat([beginning, piece.subarray(0, OTHER_FILE_BYTES)]);
    gathering.add(piece);
  }
  const other = otherFile(beginning);
  if (other !== undefined) throw new CliError(`${name}: ${other}`);
  return judged(markOf(beginning), gathering.end(isWhole));
}

function judged(mark: string | undefined, evidence: Parameters<typeof judge>[0]) {
  const { words, unseen } = evidence;
  const judgement: Judgement =
    mark === undefined ? judge(evidence) : { kind: "certain", charset: mark, others: [] };
  return { judgement, words, unseen };
}

/** @param isWhole where it isn't, what comes before the cut is inflated */
async function* inflated(
  name: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  isWhole = true,
): AsyncGenerator<Uint8Array, void> {
  // A copy of each: what is read shares one buffer.
  const copies = async function* () {
    for await (const piece of pieces) yield Buffer.from(piece);
  };
  const inflating = createGunzip(isWhole ? {} : { finishFlush: constants.Z_SYNC_FLUSH });
  Readable.from(copies())
    .on("error", (error) => inflating.destroy(error))
    .pipe(inflating);
  try {
    yield* inflating;
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(`${name} isn't the gzip that its name says: ${messageOf(cause)}.`, { cause });
  }
}

async function* resumed(
  pieces: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield* pieces;
  for (;;) {
    const { done, value } = await iterator.next();
    if (done === true) return;
    yield value;
  }
}
