import type { Item } from "@onefold/contract";

/** The names under which the identifiers of an item are locked. */
export interface LockScope {
  readonly teamId: string;
  /** What also has to be locked. */
  readonly keys: readonly string[];
}

/**
 * Gives the scope of an item's locks. All commits of a dry run share a lock, so that each sees the copies of the
 * others.
 */
export function lockScopeOf({ ref, upsert }: Item): LockScope {
  if (!upsert.dryRun) return { teamId: ref.teamId, keys: [] };
  return { teamId: ref.jobId, keys: [`${ref.jobId} shadow`] };
}
