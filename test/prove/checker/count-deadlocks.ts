import pg from "pg";

/**
 * How many statements of this database Postgres has ended since it began to count, as each waited for another in a
 * circle. The service takes its locks in one order, so of its own there are none. Counted anew after a crash.
 * @param databaseUrl of the records
 */
export async function countDeadlocks(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ deadlocks: string }>(
      "select deadlocks from pg_stat_database where datname = current_database()",
    );
    return Number(rows[0]?.deadlocks);
  } finally {
    await client.end();
  }
}
