/** What a team's requests were told. */
export interface ToldJobs {
  /** With how many rows an answer said that it read, where it did. */
  readonly told: ReadonlyMap<string, number | undefined>;
  /** Requests that may have been accepted without our knowing. */
  readonly unknown: number;
}

/** What the database has of a team, by job. */
export interface StoredJobs {
  readonly receipts: ReadonlyMap<string, number>;
  readonly uploads: ReadonlyMap<string, StoredUpload>;
}

export interface StoredUpload {
  readonly rowsTaken: number;
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
export function compareAccepted({ told, unknown }: ToldJobs, { receipts, uploads }: StoredJobs): Difference {
  const missing: string[] = [];
  for (const [job, read] of told) {
    const upload = uploads.get(job);
    const count = receipts.get(job) ?? 0;
    if (!upload) {
      if (count === 0) missing.push(`${job} was accepted, and has no receipt`);
      else if (count > 1) missing.push(`${job} has ${count} receipts`);
      continue;
    }
    if (count !== upload.rowsTaken)
      missing.push(`${job} took ${upload.rowsTaken} rows, and has ${count} receipts`);
    if (read !== undefined && read > upload.rowsTaken)
      missing.push(`${job} took ${upload.rowsTaken} rows, where the answer says ${read}`);
    if (upload.isSent && !upload.hasEnded) missing.push(`${job} was sent, and hasn't ended`);
  }
  const strangers = [...new Set([...receipts.keys(), ...uploads.keys()])].filter((job) => !told.has(job));
  const unasked =
    strangers.length > unknown ? strangers.map((job) => `${job} is there, and no answer told of it`) : [];
  return { missing, unasked };
}
