import type { Tables } from "@onefold/database";
import { sql } from "kysely";
import type { RawBuilder, Transaction } from "kysely";

/** What finds open work, and takes a piece of it. Each is a statement. */
interface Taking<Row> {
  /** Gives keys of what is open, of any teams. It locks nothing. */
  readonly keys: RawBuilder<unknown>;
  /** Locks the one with that key, unless it isn't open any more or somebody has it, and reads it. */
  take(key: Row): RawBuilder<unknown>;
}

/** At most as many processes as this find work at once. */
const LOOKED_AT = 50;

/**
 * Takes the first piece of work that goes in rounds and that no other process has. It is locked by its team, since an
 * engine that distributes the tables by team locks rows of one team only (docs/distributed.md).
 * @param taking makes the statements. `isOpen` says that a row is in the middle of its round, or that all transactions
 * have ended that ran beside its last change. That is told from this session, as a machine of such an engine has
 * transaction ids of its own
 */
export async function takeFirst<Row>(
  trx: Transaction<Tables>,
  taking: (isOpen: RawBuilder<unknown>, limit: RawBuilder<unknown>) => Taking<Row>,
): Promise<Row | undefined> {
  const { rows: running } = await sql<{ oldest: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as oldest`.execute(trx);
  const isOpen = sql`(position is not null or since < ${running[0]?.oldest}::text::xid8)`;
  const { keys, take } = taking(isOpen, sql`limit ${LOOKED_AT}`);
  const { rows: found } = await sql<Row>`${keys}`.execute(trx);
  for (const key of found) {
    const { rows } = await sql<Row>`${take(key)}`.execute(trx);
    if (rows[0]) return rows[0];
  }
  return undefined;
}
