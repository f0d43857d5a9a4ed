export interface Demand {
  /** Items that wait, of each kind. */
  readonly interactive: number;
  readonly bulk: number;
  /** Items that bulk is owed from commits before. */
  readonly owed: number;
  /** Of a commit. */
  readonly maxItems: number;
  /** Of a commit that bulk fills up; 0 where it may not fill any now. */
  readonly maxFilled: number;
}

export interface Share {
  readonly interactive: number;
  readonly bulk: number;
  /** What bulk is due of this commit, whoever fills it. */
  readonly due: number;
}

/** What interactive items leave to bulk where both wait. */
export const BULK_SHARE = 0.1;

/**
 * How many items of each kind the next commit takes: interactive ones first, but a tenth is left to bulk where
 * both wait, and bulk fills what interactive items leave over.
 */
export function shareCommit({ interactive, bulk, owed, maxItems, maxFilled }: Demand): Share {
  if (interactive === 0) return { interactive: 0, bulk: Math.min(bulk, maxFilled), due: 0 };
  const most = Math.min(interactive, Math.ceil(maxItems * (1 - BULK_SHARE)));
  const due = Math.min(bulk, maxItems, Math.floor(owed + owedFor(most)));
  const first = Math.min(interactive, maxItems - due);
  return { interactive: first, bulk: Math.min(bulk, Math.max(due, maxFilled - first)), due };
}

/** What so many interactive items owe to bulk that waits: one for every nine. */
export function owedFor(interactive: number): number {
  return (interactive * BULK_SHARE) / (1 - BULK_SHARE);
}
