import type { AcceptedAnswer, BatchAcceptedAnswer } from "../generated/openapi.ts";
import type { CallOptions, WriteOptions } from "../options.ts";
import type { UpsertManyOptions } from "../upsert-many/upsert-many.ts";
import type { UpsertResult } from "../upsert-many/upsert-result.ts";
import type { EntityTypes } from "./entities.ts";
import type { ImportFormat } from "./import-rows.ts";
import type { ImportSource } from "./import-source.ts";

export interface GetOptions extends CallOptions {
  /** A clock that an answer gave: the record is read as it was then, or later. */
  readonly atLeast?: number | undefined;
}

export interface MergeRequest {
  /** The survivor: its id, or what names it. */
  readonly primaryId: string;
  readonly secondaryIds: readonly string[];
}

/** The calls about one entity. Each throws ApiError, ConnectionError, TimeoutError, or the reason of the signal. */
export interface Records<Types extends EntityTypes> {
  /**
   * Adds or updates a record, and waits until that is done: for longer than the request, where the service is busy.
   * What is refused or rejected is thrown.
   */
  upsert(body: Types["request"], options?: WriteOptions & Types["upsert"]): Promise<Types["upserted"]>;

  /** Hands a record over, durably, and doesn't wait for it to be applied: `jobs.wait` does. */
  submit(
    body: Types["request"],
    options?: WriteOptions & Omit<Types["upsert"], "dryRun">,
  ): Promise<AcceptedAnswer>;

  /**
   * Adds or updates any number of records, and tells of each row what became of it, in their order. A row that is
   * rejected is one of the results; what is thrown ends all.
   */
  upsertMany<Row extends Types["request"]>(
    rows: AsyncIterable<Row> | Iterable<Row>,
    options?: UpsertManyOptions & Types["upsertMany"],
  ): AsyncGenerator<UpsertResult<Row>, void>;

  /**
   * Uploads a file, as a stream where it is one, and gives its job, which `jobs.wait` waits for. What reading the source
   * throws is thrown as it is.
   */
  import(
    source: ImportSource,
    options: ImportFormat & WriteOptions & Types["upload"],
  ): Promise<BatchAcceptedAnswer>;

  get(idOrName: string, options?: GetOptions): Promise<Types["record"]>;

  /** Searches or lists, as far as it is asked for. */
  find(query?: Types["find"], options?: CallOptions): AsyncGenerator<Types["record"], void>;

  /** Reads all that match, each as it is when it is reached, by one request. */
  export(query?: Types["export"], options?: CallOptions): AsyncGenerator<Types["record"], void>;

  /** Merges records into one. `undo` takes it back, by the answer's `job.id`. */
  merge(
    request: MergeRequest,
    options?: WriteOptions & { readonly dryRun?: boolean },
  ): Promise<Types["merged"]>;

  /** Takes a merge back, by the job that did it. */
  undo(jobId: string, options?: WriteOptions & { readonly row?: number }): Promise<Types["undone"]>;

  /** Deletes a record, and erases what is known of it. */
  delete(idOrName: string, options?: WriteOptions & Types["deletion"]): Promise<Types["deleted"]>;
}
