import {
  CompiledQuery,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  Transaction,
} from "kysely";
import type { DatabaseConnection, Dialect, QueryResult } from "kysely";
import type { Database } from "./create-database.ts";
import { createPlanAges } from "./plan-ages.ts";
import type { Tables } from "./tables/index.ts";

/** One session, whose statements are sent one behind the other without waiting for each other's answers. */
export interface Pipeline {
  /**
   * What runs on it. A statement is on its way when `execute` has returned its promise. After one has failed, all others
   * fail with that one's error.
   */
  readonly trx: Transaction<Tables>;
  /** How many statements of `trx` are on their way or were answered. */
  sent(): number;
  /**
   * Sends a command of ours, such as `commit`.
   * @returns what the server says that it did: it answers the `commit` of a transaction that failed with ROLLBACK
   */
  send(command: string): Promise<string | undefined>;
  /** From now on `trx` sends nothing. */
  close(): void;
  /** Settles when everything that was sent is answered. */
  idle(): Promise<void>;
}

/** Of all sessions of this process. */
const planAges = createPlanAges();

/**
 * Gives a session to `use`, which must leave nothing under way on it. Its statements are prepared once per session: use
 * it for texts that don't change with what they carry. Their plans are made anew from time to time, as the tables grow.
 */
export async function withPipeline<T>(db: Database, use: (pipeline: Pipeline) => Promise<T>): Promise<T> {
  const executor = db.getExecutor();
  return await executor.provideConnection(async (connection) => {
    const { send, ...statements } = createStatements(connection);
    const provider = {
      provideConnection: <R>(run: (each: DatabaseConnection) => Promise<R>) => run(statements),
    };
    const trx = new Transaction<Tables>({ ...UNUSED, executor: executor.withConnectionProvider(provider) });
    // Nobody waits for the answer. If it fails, so does what comes behind it.
    if (planAges.isDue(connection)) send(CompiledQuery.raw("discard plans")).catch(() => {});
    return await use({
      trx,
      sent: statements.sent,
      close: statements.close,
      idle: statements.idle,
      async send(command) {
        const { rows } = await send<{ command?: string }>(CompiledQuery.raw(command));
        return rows[0]?.command;
      },
    });
  });
}

function createStatements(connection: DatabaseConnection) {
  const underWay = new Set<Promise<unknown>>();
  let count = 0;
  let isClosed = false;
  let failure: { readonly error: unknown } | undefined;

  /**
   * Answers come in the order of their statements, but several can come at once. So what failed first is noted here, where
   * all are equally near: Postgres answers those behind it with an error that says nothing (25P02).
   */
  function send<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const answer = connection.executeQuery<Row>(prepared(query)).catch((error: unknown) => {
      failure ??= { error };
      throw failure.error;
    });
    const ended = answer.then(forget, forget);
    underWay.add(ended);
    return answer;

    function forget(): void {
      underWay.delete(ended);
    }
  }

  return {
    send,
    sent: () => count,
    close: () => void (isClosed = true),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      if (failure) throw failure.error;
      if (isClosed) throw new Error("The transaction is over.");
      if (!query.parameters.every(isWritable))
        throw new TypeError("A parameter is none that pg writes as it is.");
      count++;
      const result = await send<Row>(query);
      planAges.noteWritten(Number(result.numAffectedRows ?? 0));
      return result;
    },
    streamQuery: () => {
      throw new Error("A pipeline streams nothing.");
    },
  };
}

/** If `pg` can't write a parameter, it leaves that statement out, and those behind it run all the same. */
function isWritable(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((each) => each === null || typeof each !== "object");
  return (
    ["string", "number", "bigint", "boolean"].includes(typeof value) ||
    value === null ||
    value === undefined ||
    value instanceof Date ||
    value instanceof Uint8Array
  );
}

/** Kysely hands `sql` to `pg` as it is, and `pg` takes a text with a name there, which it prepares once. */
function prepared(query: CompiledQuery): CompiledQuery {
  const named: unknown = { text: query.sql, name: nameOf(query.sql) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...query, sql: named as string };
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
