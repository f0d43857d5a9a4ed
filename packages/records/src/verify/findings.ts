import { typed } from "@onefold/contract";

/** What is held against what is stored. */
export const INVARIANTS = ["lost", "appliedTwice", "sharedIdentifiers", "notLatest", "pastDue"] as const;
export type Invariant = (typeof INVARIANTS)[number];

/** One thing that is wrong: ids and names of fields, and nothing of a person. */
export interface Finding {
  readonly what: string;
  readonly teamId: string;
  readonly jobId?: string;
  readonly row?: number;
  readonly recordId?: string;
  /** Another record that has to do with it. */
  readonly otherId?: string;
  readonly field?: string;
  readonly clock?: number;
}

export interface Found {
  readonly count: number;
  /** The first of them. */
  readonly first: readonly Finding[];
}

export type Findings = Readonly<Record<Invariant, Found>>;

/** Gathers what is wrong: all are counted, and of each kind the first ones are kept. */
export function createFindings(shown: number) {
  const kept = new Map<Invariant, { count: number; first: Finding[] }>(
    INVARIANTS.map((invariant) => [invariant, { count: 0, first: [] }]),
  );
  return {
    add(invariant: Invariant, finding: Finding, count = 1): void {
      const found = kept.get(invariant);
      if (!found || count <= 0) return;
      found.count += count;
      if (found.first.length < shown) found.first.push(finding);
    },
    all: (): Findings => typed(Object.fromEntries(kept)),
  };
}
