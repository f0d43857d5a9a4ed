import { crc32 } from "node:zlib";
import { NamedRuns } from "@onefold/contract";
import type { ItemRef, NamedRun } from "@onefold/contract";

/** An item's name and clock. A receipt needs no more. */
export interface NamedItem {
  readonly ref: ItemRef;
  readonly clock: number;
}

export interface ChunkNames {
  /** Whether somebody waits for an answer. Workers of the version before ask it. */
  readonly wait: boolean;
  readonly items: readonly NamedItem[];
}

/** Thrown if not even the names of the items are readable, so that nobody can be told what became of them. */
export class UnreadableChunkError extends Error {
  override readonly name = "UnreadableChunkError";
}

/** Thrown where a newer Onefold wrote the names: a worker of its kind can read them. */
export class NewerChunkError extends Error {
  override readonly name = "NewerChunkError";
}

const VERSION = 2;
/** Its clocks count from one that the store keeps beside the names. */
const COUNTED = 3;

/**
 * Writes the names of a chunk's items as one text. A single request takes about 50 bytes, and so do all rows of an
 * upload together. The text begins with the version and a checksum: a wrong row number would be somebody else's
 * receipt.
 * @param isCounted whether the clocks count from one that the store issues when it adds the chunk
 */
export function writeNames({ wait, items }: ChunkNames, isCounted = false): string {
  const runs: NamedRun[] = [];
  let before: NamedItem | undefined;
  for (const item of items) {
    const run = runs.at(-1);
    if (run && before && isNext(before, item)) run[4] += 1;
    else runs.push(runOf(item, before));
    before = item;
  }
  const text = JSON.stringify([wait, runs]);
  return `${isCounted ? COUNTED : VERSION} ${checksum(text)} ${text}`;
}

/**
 * @param clock the one that the store issued for the chunk, if it did
 * @throws UnreadableChunkError where it is no such text, or not as it was written; any other error where a newer
 * version wrote it: a worker of its kind can read it
 */
export function readNames(named: string, clock?: unknown): ChunkNames {
  const [, version, sum, text = ""] = /^(\d{1,3}) ([0-9a-f]{8}) (.+)$/s.exec(named) ?? [];
  if (version !== undefined && Number(version) > COUNTED)
    throw new NewerChunkError(`The chunk has version ${version}; this worker reads version ${COUNTED}.`);
  if (sum !== checksum(text)) throw new UnreadableChunkError("The chunk's names can't be read.");
  const from = Number(version) === COUNTED ? clock : 0;
  if (typeof from !== "number" || !Number.isSafeInteger(from))
    throw new UnreadableChunkError("The chunk's clock can't be read.");
  const [wait, runs] = NamedRuns.parse(JSON.parse(text));
  const items: NamedItem[] = [];
  for (const run of runs) {
    const first = firstOf(run, items.at(-1), from);
    for (let index = 0; index < run[4]; index++)
      items.push({ ref: { ...first.ref, row: first.ref.row + index }, clock: first.clock + index });
  }
  return { wait, items };
}

function isNext(before: NamedItem, { ref, clock }: NamedItem): boolean {
  return (
    ref.jobId === before.ref.jobId &&
    ref.teamId === before.ref.teamId &&
    ref.acceptedAt === before.ref.acceptedAt &&
    ref.upload === before.ref.upload &&
    ref.row === before.ref.row + 1 &&
    clock === before.clock + 1
  );
}

function runOf({ ref, clock }: NamedItem, before: NamedItem | undefined): NamedRun {
  const { teamId, jobId, acceptedAt, row, upload } = ref;
  return [
    teamId === before?.ref.teamId ? "" : teamId,
    jobId,
    acceptedAt - (before?.ref.acceptedAt ?? 0),
    row,
    1,
    clock - (before?.clock ?? 0),
    upload ? 1 : 0,
  ];
}

function firstOf(
  [team, jobId, accepted, row, , clock, upload]: NamedRun,
  before: NamedItem | undefined,
  from = 0,
) {
  const acceptedAt = accepted + (before?.ref.acceptedAt ?? 0);
  const teamId = team === "" ? (before?.ref.teamId ?? "") : team;
  const ref: ItemRef = { teamId, jobId, row, acceptedAt, ...(upload === 1 && { upload: true }) };
  return { ref, clock: clock + (before?.clock ?? from) };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
