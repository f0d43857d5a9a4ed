/** One request with all that is needed to write it, and nothing of other requests. */
export interface Upsert {
  readonly teamId: string;
  readonly userId: string;
  readonly jobId: string;
  readonly acceptedAt: number;
  readonly clock: number;
  readonly email: string;
  readonly linkedinUrl: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What became of it. */
export interface Applied {
  readonly outcome: "created" | "updated";
  readonly recordId: string;
  /** As they are now. */
  readonly fields: Readonly<Record<string, unknown>>;
}
