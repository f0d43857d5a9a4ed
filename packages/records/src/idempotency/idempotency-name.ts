/** Where an Idempotency-Key counts: in its team, for its route. */
export interface IdempotencyName {
  readonly teamId: string;
  /** As `POST /api/contacts`. */
  readonly route: string;
  /** A keyed hash: clients put all kinds of things into their keys. */
  readonly keyHash: Buffer;
}

/** The same within its team. */
export type NameOfTeam = Omit<IdempotencyName, "teamId">;

/** The job that a key belongs to. */
export interface IdempotencyRow {
  readonly jobId: string;
  /** A keyed hash of what the request said. */
  readonly fingerprint: Buffer;
  /** Issued for the job's one item, and kept by every repeat of it. */
  readonly clock: number;
  /** The clock of the key's first job: another one than `clock` where the queue lost that job. */
  readonly firstClock: number;
  /** Whether the item is known to be in the queue. */
  readonly added: boolean;
}

export interface IdempotencyOptions {
  /** A row that is older counts as gone: the receipts of its time may be gone too. */
  readonly maxAgeDays: number;
}
