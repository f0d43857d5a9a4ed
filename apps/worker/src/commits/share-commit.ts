export interface Demand {
  /** How many items of each kind wait. */
  readonly interactive: number;
  readonly bulk: number;
  /** How many items bulk is owed from earlier commits. */
  readonly owed: number;
  /** How many items a commit has at most. */
  readonly maxItems: number;
  /** How many items a commit has at most after bulk fills it up; 0 where bulk may fill none now. */
  readonly maxFilled: number;
}

export interface Share {
  readonly interactive: number;
  readonly bulk: number;
  /** How many items of this commit are bulk's due, whether or not bulk also fills it up. */
  readonly due: number;
}

/** The part that interactive items leave to bulk if both wait. */
export const BULK_SHARE = 0.1;

/**
 * Says how many items of each kind the next commit takes. Interactive ones go first, but a tenth is left to bulk if
 * both wait. Bulk also fills what interactive items leave over.
 */
export function shareCommit({ interactive, bulk, owed, maxItems, maxFilled }: Demand): Share {
  if (interactive === 0) return { interactive: 0, bulk: Math.min(bulk, maxFilled), due: 0 };
  const most = Math.min(interactive, Math.ceil(maxItems * (1 - BULK_SHARE)));
  const due = Math.min(bulk, maxItems, Math.floor(owed + owedFor(most)));
  const first = Math.min(interactive, maxItems - due);
  return { interactive: first, bulk: Math.min(bulk, Math.max(due, maxFilled - first)), due };
}

/** Says how much these interactive items owe to bulk that waits: one for every nine. */
export function owedFor(interactive: number): number {
  return (interactive * BULK_SHARE) / (1 - BULK_SHARE);
}
