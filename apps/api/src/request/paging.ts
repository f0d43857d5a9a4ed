import type { RecordFilter } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "./app-env.ts";
import { queryNumber } from "./query.ts";

/** The limits of the lists of records. */
const LIMITS: Limits = { normal: 100, max: 500 };

/** Declares the query of what is answered in pages. */
export function pageQuery({ normal, max }: Limits) {
  return {
    limit: z
      .int()
      .min(1)
      .max(max)
      .optional()
      .meta({ description: `${normal} by default.` }),
    cursor: z.string().optional().meta({ description: "`nextCursor` of the page before." }),
  };
}

/** The query of lists of records and of histories. */
export const RECORD_PAGES = {
  limit: pageQuery(LIMITS).limit,
  cursor: pageQuery(LIMITS).cursor.meta({
    description: "`nextCursor` of the page before: goes as deep as there are records.",
  }),
};

export const OFFSET_QUERY = {
  offset: z
    .int()
    .min(0)
    .optional()
    .meta({
      description:
        "At most 100,000, and 10,000 with a filter; of a search among a company's contacts what the first 5,000 of " +
        "them hold. Further on, use `cursor`.",
    }),
};

/**
 * An offset that is larger would cost more than a page, as the skipped rows are read too. The rows of a search cost
 * more.
 */
const OFFSET_MAX = {
  all: 100_000,
  none: 10_000,
  named: 10_000,
  company: 10_000,
  search: 10_000,
} as const satisfies Record<RecordFilter["kind"], number>;
const ANY_NUMBER = 999_999_999;

interface Limits {
  readonly normal: number;
  readonly max: number;
}

export interface Paging {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** @throws ApiError INVALID_REQUEST */
export function readPaging(c: AppContext, { normal, max }: Limits = LIMITS): Paging {
  const limit = queryNumber(c, "limit", max) ?? normal;
  if (limit === 0) throw new ApiError("INVALID_REQUEST", `The query parameter limit takes 1 to ${max}.`);
  const cursors = c.req.queries("cursor");
  if (cursors && cursors.length > 1)
    throw new ApiError("INVALID_REQUEST", "The query parameter cursor takes one value.");
  return { limit, cursor: cursors?.[0] };
}

/** @throws ApiError INVALID_REQUEST for an offset that is too large, or that comes with a cursor */
export function readOffset(c: AppContext, kind: RecordFilter["kind"], { cursor }: Paging): number {
  const offset = queryNumber(c, "offset", ANY_NUMBER);
  if (offset === undefined) return 0;
  if (cursor !== undefined)
    throw new ApiError(
      "INVALID_REQUEST",
      "offset and cursor can't be combined: the cursor says where to go on.",
    );
  const max = OFFSET_MAX[kind];
  if (offset > max)
    throw new ApiError(
      "INVALID_REQUEST",
      `The query parameter offset takes at most ${max} here: to go deeper, follow nextCursor with cursor.`,
    );
  return offset;
}
