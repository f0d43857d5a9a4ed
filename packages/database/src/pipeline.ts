import {
  CompiledQuery,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  Transaction,
} from "kysely";
import type { DatabaseConnection, Dialect } from "kysely";
import type { Database } from "./create-database.ts";
import type { Tables } from "./tables/index.ts";

/** One session, whose statements are sent one behind the other without waiting for each other's answers. */
export interface Pipeline {
  /** What runs on it: a statement is on its way when `execute` has returned its promise. */
  readonly trx: Transaction<Tables>;
  /** How many statements are on their way or were answered. */
  sent(): number;
  /**
   * Sends a command of ours, such as `commit`.
   * @returns what the server says that it did: it answers the `commit` of a transaction that failed with ROLLBACK
   */
  send(command: string): Promise<string | undefined>;
}

/**
 * Gives a session to `use`. Answers come in the order of their statements, so of several that fail the first promise
 * that rejects names the cause. Its statements are prepared once per session: use it for texts that don't change with
 * what they carry.
 */
export async function withPipeline<T>(db: Database, use: (pipeline: Pipeline) => Promise<T>): Promise<T> {
  const executor = db.getExecutor();
  return await executor.provideConnection(async (connection) => {
    let count = 0;
    const named = namedStatements(connection, () => count++);
    const trx = new Transaction<Tables>({
      ...UNUSED,
      executor: executor.withConnectionProvider({ provideConnection: (consumer) => consumer(named) }),
    });
    const send = async (command: string) => {
      const { rows } = await named.executeQuery<{ command?: string }>(CompiledQuery.raw(command));
      return rows[0]?.command;
    };
    return await use({ trx, sent: () => count, send });
  });
}

/** Kysely hands `sql` to `pg` as it is, and `pg` takes a text with a name there, which it prepares once. */
function namedStatements(connection: DatabaseConnection, onSend: () => void): DatabaseConnection {
  return {
    executeQuery: (query) => {
      onSend();
      const prepared: unknown = { text: query.sql, name: nameOf(query.sql) };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return connection.executeQuery({ ...query, sql: prepared as string });
    },
    streamQuery: () => {
      throw new Error("A pipeline streams nothing.");
    },
  };
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `onefold_${names.size}`));
  return name;
}

/** A transaction of Kysely's asks for these, but uses its executor alone. */
const DIALECT: Dialect = {
  createDriver: () => new DummyDriver(),
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};
const UNUSED = { config: { dialect: DIALECT }, dialect: DIALECT, driver: new DummyDriver() };
