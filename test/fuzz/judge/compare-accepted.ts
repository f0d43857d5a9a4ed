/** What a team's requests were told. */
export interface ToldJobs {
  /** With how many rows an answer said that it read, where it did. */
  readonly told: ReadonlyMap<string, number | undefined>;
  /** Unsubscriptions and their like: their answer, which is lemlist's, has no room for the job that it leaves. */
  readonly untold: number;
  /** Requests that may have been accepted without our knowing. */
  readonly unknown: number;
}

/** What the database has of a team, by job. */
export interface StoredJobs {
  readonly receipts: ReadonlyMap<string, number>;
  /** Those of them that say that they unsubscribed somebody, or took it back; an erased one says nothing. */
  readonly unsubscribes: ReadonlySet<string>;
  readonly uploads: ReadonlyMap<string, StoredUpload>;
}

export interface StoredUpload {
  readonly rowsTaken: number;
  /** Of them, those that its cancellation came before: they have no receipt. */
  readonly rowsCancelled: number;
  /** Nothing of it is sent any more. */
  readonly isSent: boolean;
  readonly hasEnded: boolean;
}

/** What isn't there yet may come; what is too much stays. */
export interface Difference {
  readonly missing: readonly string[];
  readonly unasked: readonly string[];
}

/**
 * Holds what was accepted against what there is, exactly: each job that was told of has all its receipts, and there is
 * none that nobody was told of, but for requests of which that can't be known.
 */
export function compareAccepted(
  { told, untold, unknown }: ToldJobs,
  { receipts, unsubscribes, uploads }: StoredJobs,
): Difference {
  const missing: string[] = [];
  for (const [job, read] of told) {
    const upload = uploads.get(job);
    const count = receipts.get(job) ?? 0;
    if (!upload) {
      if (count === 0) missing.push(`${job} was accepted, and has no receipt`);
      else if (count > 1) missing.push(`${job} has ${count} receipts`);
      continue;
    }
    if (count !== upload.rowsTaken - upload.rowsCancelled)
      missing.push(
        `${job} took ${upload.rowsTaken} rows, ${upload.rowsCancelled} of them cancelled, and has ${count} receipts`,
      );
    if (read !== undefined && read > upload.rowsTaken)
      missing.push(`${job} took ${upload.rowsTaken} rows, where the answer says ${read}`);
    if (upload.isSent && !upload.hasEnded) missing.push(`${job} was sent, and hasn't ended`);
  }
  const strangers = [...new Set([...receipts.keys(), ...uploads.keys()])].filter((job) => !told.has(job));
  const [own, others] = [true, false].map((is) => strangers.filter((job) => unsubscribes.has(job) === is));
  return {
    missing,
    unasked: [
      ...above(own, untold + unknown),
      ...above(others, unknown + Math.max(0, untold - (own?.length ?? 0))),
    ],
  };
}

function above(jobs: readonly string[] = [], allowed: number): string[] {
  return jobs.length > allowed ? jobs.map((job) => `${job} is there, and no answer told of it`) : [];
}
