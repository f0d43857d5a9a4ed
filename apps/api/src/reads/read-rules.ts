/**
 * Where each kind of read is answered, where `DATABASE_READ_URL` is set: by the replica, or always by the primary. And
 * which connections it takes there: those for what is quick, or those for what can take long.
 *
 * What isn't listed is read on the primary: jobs and their results, keys, teams, fields and rules, which are read right
 * after they were written, or decide what is written next.
 */
export const READ_RULES = {
  /** A page of a list or of a search, with its total. */
  list: { by: "replica", connections: "slow" },
  /** A list of records by their names. */
  named: { by: "replica", connections: "quick" },
  export: { by: "replica", connections: "slow" },
  /** The entries of a history. Which record it is of is read as `record`, so that no erased one is shown. */
  history: { by: "replica", connections: "quick" },
  /**
   * The change feed. Its order goes by transactions of the primary, and only the primary says below which of them nothing
   * is under way.
   */
  changes: { by: "primary", connections: "slow" },
  /** One record by a name of it, as it is read after an answer that told its id. */
  record: { by: "primary", connections: "quick" },
} as const satisfies Record<string, ReadRule>;

export type Speed = "quick" | "slow";

interface ReadRule {
  readonly by: "replica" | "primary";
  readonly connections: Speed;
}

export type ReadKind = keyof typeof READ_RULES;
