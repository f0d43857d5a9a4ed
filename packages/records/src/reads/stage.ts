import type { RawBuilder } from "kysely";
import type { Position } from "./record-filter.ts";

/** The last row of a page, without its stage. */
export type StagePosition = Pick<Position, "key" | "recordId">;

/** Which rows of a stage: those after a position, and up to another. */
export interface StageBounds {
  readonly after?: StagePosition | undefined;
  readonly upTo?: StagePosition | undefined;
  /** At most so many are asked for. */
  readonly limit?: number;
}

/**
 * One walk through an index, which gives the records of a list in their order. So nothing is sorted, and a page costs
 * what a page holds. A search is several of them.
 */
export interface Stage {
  /** `select key, record_id from … where …`: the rows that no earlier stage or row has shown. */
  readonly rows: (bounds?: StageBounds) => RawBuilder<unknown>;
  /** The same with those that were shown already. It is what the walk passes, and cheaper. */
  readonly passed: (bounds?: StageBounds) => RawBuilder<unknown>;
  /** What the rows are ordered by, as the index has it. */
  readonly order: RawBuilder<unknown>;
  /** Set if a walk can pass any number of rows that an earlier stage has shown. */
  readonly repeats?: true;
  /** Set if a walk can pass any number of rows that aren't shown at all. */
  readonly sifts?: true;
}
