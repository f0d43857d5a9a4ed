import { ApiError } from "../errors.ts";
import type { UpsertCompanyAnswer, UpsertContactAnswer } from "../generated/openapi.ts";
import { newIdempotencyKey } from "../http/calls.ts";
import type { Http, Query } from "../http/create-http.ts";
import type { Jobs } from "../jobs.ts";
import type { CallOptions } from "../options.ts";
import type { Entity } from "../records/entities.ts";
import { importRows } from "../records/import-rows.ts";
import { gather } from "./gather.ts";
import type { GatheredRow } from "./gather.ts";
import { inOrder, namesOf } from "./in-order.ts";
import {
  isBeforeAcceptance,
  isOfRow,
  resultOfAnswer,
  resultOfRefusal,
  resultOfRow,
} from "./upsert-result.ts";
import type { RowRefusal, UpsertResult } from "./upsert-result.ts";

export interface UpsertManyOptions extends Pick<
  CallOptions,
  "signal" | "attemptTimeoutMs" | "maxRetries" | "onRetry"
> {
  /**
   * How rows are sent: `upload`, many in one; `requests`, each as one, which takes a key with `ingest` alone; `auto`, the
   * default: a few rows that come alone as requests, and what those don't accept, as all others, in uploads. So a row
   * comes to the same either way.
   */
  readonly via?: "auto" | "upload" | "requests" | undefined;
  /** How long a row waits for others to go with, in milliseconds. By default 20. */
  readonly lingerMs?: number | undefined;
}

/** What `upsertMany` needs. */
export interface Sender {
  readonly http: Http;
  readonly jobs: Jobs;
  readonly entity: Entity;
  upsert(row: object, call: CallOptions, query: Query): Promise<UpsertContactAnswer | UpsertCompanyAnswer>;
}

/** An upload is opened, waited for and read: three requests, whatever it holds. */
const UPLOAD_ROWS = 10_000;
const CHARACTERS = 4 * 1024 * 1024;
const REQUESTS = 256;
const FEW = 8;
const LINGER_MS = 20;

/** What a batch came to, once it was accepted. */
type Results<Row> = AsyncIterable<UpsertResult<Row>> | Iterable<UpsertResult<Row>>;

/**
 * Sends rows batch by batch, so that of two that name one record the later one is accepted later. While the results of a
 * batch are waited for, the next one is sent, and one more is gathered: that is all that is in memory.
 */
export async function* upsertMany<Row extends object>(
  sender: Sender,
  source: AsyncIterable<Row> | Iterable<Row>,
  { query, via = "auto", lingerMs = LINGER_MS, ...options }: UpsertManyOptions & { readonly query: Query },
): AsyncGenerator<UpsertResult<Row>, void> {
  const { signal } = sender.http.settingsOf(options);
  const own = new AbortController();
  const stop = () => own.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop);
  const call = { ...options, signal: own.signal };
  const rows = via === "requests" ? REQUESTS : UPLOAD_ROWS;
  const { identifiers } = sender.entity;
  const single = { onConflict: query["onConflict"], createCompanies: query["createCompanies"] };
  const batches = gather(source, { rows, characters: CHARACTERS, lingerMs, signal: own.signal });

  async function sendNext(): Promise<Results<Row> | undefined> {
    const { done, value: batch } = await batches.next();
    if (done === true) return undefined;
    if (via === "requests") return await sendEach(batch);
    return via === "auto" && isFew(batch, query) ? await sendFew(batch) : await sendUpload(batch);
  }

  async function sendUpload(batch: readonly GatheredRow<Row>[]): Promise<Results<Row>> {
    const bytes = new TextEncoder().encode(batch.map(({ line }) => `${line}\n`).join(""));
    const { job } = await importRows(
      sender.http,
      sender.entity,
      bytes,
      { format: "ndjson" },
      {
        ...call,
        query,
        idempotencyKey: newIdempotencyKey(),
      },
    );
    return resultsOf(batch, job.id);
  }

  async function* resultsOf(batch: readonly GatheredRow<Row>[], jobId: string) {
    await sender.jobs.wait(jobId, { ...call, timeoutMs: Infinity });
    let at = 0;
    for await (const result of sender.jobs.results(jobId, {}, call)) {
      for (; at < result.row; at++) yield* withoutResult(batch, at, jobId);
      yield* withResult(batch, at++, jobId, result);
    }
    for (; at < batch.length; at++) yield* withoutResult(batch, at, jobId);
  }

  /** Sends one, and gives what it was refused for, if it was as a row. */
  async function sendOne({ row, ...rest }: GatheredRow<Row>): Promise<UpsertResult<Row> | RowRefusal> {
    try {
      return resultOfAnswer({ row, ...rest }, await sender.upsert(row, call, single));
    } catch (error) {
      if (isOfRow(error)) return error;
      throw error;
    }
  }

  async function sendEach(batch: readonly GatheredRow<Row>[]): Promise<UpsertResult<Row>[]> {
    return await inOrder(batch, identifiers, async (gathered) => {
      const sent = await sendOne(gathered);
      return sent instanceof ApiError ? resultOfRefusal(gathered, sent) : sent;
    });
  }

  /**
   * An upload takes some rows that a single request refuses, without a value or two. Later rows that name the same go
   * along, so that they stay the later ones.
   */
  async function sendFew(batch: readonly GatheredRow<Row>[]): Promise<Results<Row>> {
    const held = new Set<string>();
    const results = await inOrder(batch, identifiers, async (gathered) => {
      const names = namesOf(gathered.row, identifiers);
      const sent = names.some((name) => held.has(name)) ? undefined : await sendOne(gathered);
      if (sent && !(sent instanceof ApiError)) return sent;
      // What was accepted has its place in the order: sent again, it would come after what it was before.
      if (sent && !isBeforeAcceptance(sent)) return resultOfRefusal(gathered, sent);
      for (const name of names) held.add(name);
      return undefined;
    });
    const others = batch.filter((_, at) => results[at] === undefined);
    return inPlace(results, others.length > 0 ? await sendUpload(others) : []);
  }

  let next = sendNext();
  try {
    for (;;) {
      const results = await next;
      if (!results) return;
      next = sendNext();
      // What goes wrong with it is thrown when its turn comes.
      next.catch(() => undefined);
      yield* results;
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    own.abort(new DOMException("Nobody asks for more rows.", "AbortError"));
    await next.catch(() => undefined);
    await batches.return();
  }
}

function* withResult<Row>(
  batch: readonly GatheredRow<Row>[],
  at: number,
  jobId: string,
  result: Parameters<typeof resultOfRow>[2],
) {
  const row = batch[at];
  if (row) yield resultOfRow(row, jobId, result);
}

function withoutResult<Row>(batch: readonly GatheredRow<Row>[], at: number, jobId: string) {
  return withResult(batch, at, jobId, undefined);
}

/** Puts others where results are missing. */
async function* inPlace<Row>(
  results: readonly (UpsertResult<Row> | undefined)[],
  others: Results<Row>,
): AsyncGenerator<UpsertResult<Row>, void> {
  const rest: UpsertResult<Row>[] = [];
  for await (const other of others) rest.push(other);
  for (const result of results) {
    const next = result ?? rest.shift();
    if (next) yield next;
  }
}

/** What only uploads take, and what means something else there, goes in one. */
function isFew<Row>(batch: readonly GatheredRow<Row>[], { source, resubscribe }: Query): boolean {
  return (
    batch.length <= FEW &&
    source === undefined &&
    resubscribe === undefined &&
    batch.every(({ row }) => !Object.keys(Object(row)).some((name) => OTHERWISE_IN_UPLOADS.has(name)))
  );
}

const OTHERWISE_IN_UPLOADS: ReadonlySet<string> = new Set(["contactOwner", "companyOwner", "unsubscribed"]);
