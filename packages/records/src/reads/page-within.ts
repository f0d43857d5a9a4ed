import { sql } from "kysely";
import type { RawBuilder } from "kysely";

/**
 * A page ends when it has this many bytes of JSON, whatever its limit. A process that holds a page holds about ten
 * times that.
 */
export const PAGE_MAX_BYTES = 4 * 1024 * 1024;

export interface PageWithin {
  /** The rows in their order, as many as there may be at most. */
  readonly rows: RawBuilder<unknown>;
  /** The columns that order the `rows`. */
  readonly order: RawBuilder<unknown>;
  /** The columns of JSON that can be large. */
  readonly large: readonly string[];
  readonly maxBytes?: number;
}

/**
 * Selects the first of the rows, as many as stay within the bytes. It is one at least, and none after the one that goes
 * past them. Each comes with `candidates`, how many there were. A value that is stored compressed must be decompressed
 * to know its size, so the stored sizes are summed up first: a thousand rows of a megabyte aren't decompressed for a
 * page of four.
 */
export function pageWithin({
  rows,
  order,
  large,
  maxBytes = PAGE_MAX_BYTES,
}: PageWithin): RawBuilder<unknown> {
  const columns = large.map((name) => sql.ref(name));
  const packed = sql.join(
    columns.map((column) => sql`coalesce(pg_column_size(${column}), 0)`),
    sql` + `,
  );
  const bytes = sql.join(
    columns.map((column) => sql`coalesce(octet_length(${column}::text), 0)`),
    sql` + `,
  );
  const before = sql`over (order by ${order} rows between unbounded preceding and 1 preceding)`;
  return sql`
    select f.* from (
      select p.*, sum(${bytes}) ${before} as bytes_before from (
        select c.*, sum(${packed}) ${before} as packed_before, count(*) over () as candidates
          from (${rows}) c) p
       where p.packed_before is null or p.packed_before < ${maxBytes}) f
     where f.bytes_before is null or f.bytes_before < ${maxBytes}`;
}
