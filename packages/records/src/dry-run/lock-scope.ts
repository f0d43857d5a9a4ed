import type { Item } from "@onefold/contract";

/** As what the identifiers of an item are locked. */
export interface LockScope {
  readonly teamId: string;
  /** What has to be locked besides. */
  readonly keys: readonly string[];
}

/** All commits of a dry run share a lock, so that each sees the copies of the others. */
export function lockScopeOf({ ref, upsert }: Item): LockScope {
  if (!upsert.dryRun) return { teamId: ref.teamId, keys: [] };
  return { teamId: ref.jobId, keys: [`${ref.jobId} shadow`] };
}
