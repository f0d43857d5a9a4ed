import { CHUNK_MAX_BYTES } from "@onefold/contract";
import type { Entity, ItemRef, Rejected, Upsert } from "@onefold/contract";
import { isOutage } from "@onefold/database";
import { planRows, readJob, rejectItems, takeRows } from "@onefold/records";
import type { PlannedRows } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import type { Services } from "../services.ts";
import { createRowsHash } from "./rows-hash.ts";
import type { UploadRow } from "./rows/upload-row.ts";
import type { Verdict } from "./judge-rows.ts";
import { OPEN_LEASE_SECONDS, otherContent } from "./open-upload.ts";
import type { OpenUpload } from "./open-upload.ts";
import { patiently, pauseFor } from "./patiently.ts";
import { uploadStopped } from "./upload-stopped.ts";

export interface TakeOptions {
  readonly upload: OpenUpload;
  readonly keyId: string;
  readonly entity: Entity;
  /** What the meaning of the rows depends on besides themselves, such as the header of a CSV. */
  readonly preamble: string;
  readonly judge: (row: UploadRow) => Promise<Verdict>;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
  /** How often the rows of a slow sender are taken, in milliseconds; 5,000 by default. */
  readonly tickMs?: number;
}

/** Takes the rows of an upload: window by window into the queue, or into receipts. */
export interface Taking extends AsyncDisposable {
  /** Adds a row. It resolves when the next row may be read. */
  add(row: UploadRow): Promise<void>;
  /** Takes the rows that were added and not taken yet. */
  finish(): Promise<void>;
  /** How many rows are taken for good. */
  readonly taken: number;
  /** Whether it has come past the rows that an earlier request took, and they were the same. */
  readonly isSame: boolean;
  readonly counts: { readonly read: number; readonly accepted: number; readonly rejected: number };
}

/** The most rows between two notes of how far the upload came. */
const WINDOW_ROWS = 500;
const WINDOW_BYTES = CHUNK_MAX_BYTES;
/**
 * A chunk has few rows, since whoever reads or writes a large one (this process, Redis, the worker) does nothing else
 * meanwhile.
 */
const CHUNK_ROWS = 100;
const AHEAD_POLL_MS = 100;
/** Without a worker nothing is applied. After this time it is logged, as somebody should know. */
const STALLED_MS = 5 * 60_000;
/** About how often the lease is renewed, and the rows of a slow sender are taken. */
const TICK_MS = 5_000;
const RENEW_MS = 15_000;
/** The size of the ref's own keys and of the clock, as JSON. */
const REF_BYTES = 250;

/** Adjacent rows that are taken together. */
interface Window {
  chunks: Chunk[];
  rejections: { ref: ItemRef; result: Rejected; retryOf: number | undefined }[];
  bytes: number;
  readonly from: number;
  to: number;
  digest: Buffer;
}

interface Chunk {
  items: { ref: ItemRef; upsert: Upsert }[];
  bytes: number;
}

interface TakeServices extends Pick<Services, "db"> {
  readonly limits: Pick<Services["limits"], "uploadAheadRows">;
  readonly producer: Pick<Services["producer"], "submitBulk" | "issueClock">;
}

/**
 * Takes windows one after the other, so that later rows have later clocks. A window is filled while the one before it
 * is taken. Rows that an earlier request took only count for the digest, which shows that they are the same.
 */
export function takeWindows(services: TakeServices, options: TakeOptions): Taking {
  const { db, producer, limits } = services;
  const { upload, judge, signal, tickMs = TICK_MS } = options;
  const name = { teamId: upload.teamId, jobId: upload.jobId, acceptedAt: upload.acceptedAt };
  const hash = createRowsHash(options.preamble);
  const counts = { read: 0, accepted: 0, rejected: 0 };
  let taken = upload.rowsTaken;
  let takenDigest = upload.rowsDigest ?? hash.digest();
  let done = upload.rowsDone;
  let renewedAt = performance.now();
  // An earlier request may have sent these rows already. They get the same clocks again.
  let { planned } = upload;
  let open = newWindow(taken);
  let turn: Promise<void> = Promise.resolve();
  let failed = false;
  let isOther = false;

  const tick = setInterval(() => {
    const isSkipping = counts.read < upload.rowsTaken;
    if (failed || performance.now() - renewedAt < (open.to > open.from ? tickMs : RENEW_MS)) return;
    renewedAt = performance.now();
    if (isSkipping || open.to === open.from) queue(renew);
    else close().catch(() => {});
  }, tickMs);

  return {
    async add(row) {
      if (counts.read < upload.rowsTaken) {
        hash.add(row);
        if (++counts.read === upload.rowsTaken) requireSame();
        return;
      }
      const verdict = await judge(row);
      // The digest and the row change together: a window may be closed while a row is judged.
      hash.add(row);
      put(counts.read++, verdict);
      const isFull = open.to - open.from >= WINDOW_ROWS || open.bytes >= WINDOW_BYTES;
      if (isFull || open.to === planned?.to) await close();
    },
    async finish() {
      if (counts.read < upload.rowsTaken) throw otherContent(upload.jobId);
      if (open.to > open.from) await close();
      await turn;
    },
    get taken() {
      return taken;
    },
    get isSame() {
      return counts.read >= upload.rowsTaken && !isOther;
    },
    counts,
    async [Symbol.asyncDispose]() {
      clearInterval(tick);
      await turn.catch(() => {});
    },
  };

  function requireSame(): void {
    isOther = upload.rowsDigest !== undefined && !hash.digest().equals(upload.rowsDigest);
    if (isOther) throw otherContent(upload.jobId);
  }

  function put(row: number, verdict: Verdict): void {
    const ref: ItemRef = { ...name, row, upload: true };
    open.to = row + 1;
    if ("rejected" in verdict) {
      counts.rejected++;
      open.rejections.push({ ref, result: verdict.rejected, retryOf: verdict.retryOf });
      open.bytes += sizeOf(verdict.rejected);
      return;
    }
    counts.accepted++;
    const bytes = REF_BYTES + sizeOf(verdict.upsert);
    let chunk = open.chunks.at(-1);
    if (!chunk || chunk.items.length === CHUNK_ROWS || chunk.bytes + bytes > CHUNK_MAX_BYTES)
      open.chunks.push((chunk = { items: [], bytes: 0 }));
    chunk.items.push({ ref, upsert: verdict.upsert });
    chunk.bytes += bytes;
    open.bytes += bytes;
  }

  /** Closes the window. It resolves when the window before it is taken. */
  async function close(): Promise<void> {
    const window = { ...open, digest: hash.digest() };
    open = newWindow(window.to);
    const before = turn;
    queue(() => take(window));
    await before;
  }

  /** Queues a step. After the first failure no further step runs. */
  function queue(step: () => Promise<void>): void {
    turn = turn.then(step);
    turn.catch(() => (failed = true));
  }

  async function take(window: Window): Promise<void> {
    const { from, clock: first } = await planFor(window);
    const clockOf = ({ row }: ItemRef) => first + row - from;
    for (const { items, bytes } of window.chunks) {
      const clocked = items.map((item) => ({ ...item, clock: clockOf(item.ref) }));
      await patiently(() => producer.submitBulk(clocked, { bytes }), signal, renewInVain);
    }
    if (window.rejections.length > 0) {
      const { keyId, entity } = options;
      const rejections = window.rejections.map((rejection) => ({
        ...rejection,
        clock: clockOf(rejection.ref),
        keyId,
        entity,
      }));
      await patiently(() => rejectItems(db, rejections), signal, renewInVain);
    }
    await note(window);
    await untilFewAhead();
  }

  /** The clocks are noted before anything is sent. So if two copies of a row are sent, either one is the same write. */
  async function planFor({ from, to }: Window): Promise<PlannedRows> {
    if (planned && planned.from <= from && to <= planned.to) return planned;
    const clock = await patiently(() => producer.issueClock(to - from), signal, renewInVain);
    const plan = { from, to, clock };
    if (!(await patiently(() => planRows(db, name, plan), signal, renewInVain))) {
      const job = await patiently(() => readJob(db, name.teamId, name.jobId), signal);
      throw uploadStopped(job?.finishedAt === undefined ? "another" : job.status);
    }
    planned = plan;
    return plan;
  }

  async function note({ to, digest }: Pick<Window, "to" | "digest">): Promise<void> {
    const rows = { from: taken, to, digest, leaseSeconds: OPEN_LEASE_SECONDS };
    const noted = await patiently(() => takeRows(db, name, rows), signal);
    if (!noted) await requireOurs(to, digest);
    taken = to;
    takenDigest = digest;
    renewedAt = performance.now();
  }

  /** The note may have been made although its answer got lost. */
  async function requireOurs(to: number, digest: Buffer): Promise<void> {
    const job = await patiently(() => readJob(db, name.teamId, name.jobId), signal);
    if (job?.finishedAt !== undefined) throw uploadStopped(job.status);
    if (job?.rowsTaken !== to || !job.rowsDigest?.equals(digest)) throw uploadStopped("another");
  }

  async function renew(): Promise<void> {
    await note({ to: taken, digest: takenDigest });
  }

  /** Renews the lease while a store is waited for. A renewal that fails is tried again later. */
  async function renewInVain(): Promise<void> {
    if (performance.now() - renewedAt < RENEW_MS) return;
    await renew().catch((error: unknown) => {
      if (!isOutage(error)) throw error;
    });
  }

  /** Waits until few rows are ahead of the workers. So the queue stays small, and a cancellation loses little. */
  async function untilFewAhead(): Promise<void> {
    let since = performance.now();
    while (taken - done > limits.uploadAheadRows) {
      const job = await patiently(() => readJob(db, name.teamId, name.jobId), signal);
      if (!job || job.finishedAt !== undefined) throw uploadStopped(job?.status ?? "another");
      const doneNow = job.counts.total - job.counts.pending;
      if (doneNow > done) since = performance.now();
      done = doneNow;
      if (taken - done <= limits.uploadAheadRows) return;
      if (performance.now() - since > STALLED_MS) throw stalled();
      if (performance.now() - renewedAt > RENEW_MS) await renew();
      await pauseFor(AHEAD_POLL_MS, signal);
    }
  }
}

function newWindow(from: number): Window {
  return { chunks: [], rejections: [], bytes: 0, from, to: from, digest: Buffer.alloc(0) };
}

function sizeOf(value: Upsert | Rejected): number {
  return JSON.stringify(value).length;
}

function stalled(): ApiError {
  return new ApiError("UNAVAILABLE", "The workers have applied nothing for five minutes.", {
    headers: { "Retry-After": "60" },
  });
}
