import { withPipeline } from "@onefold/database";
import type { Database, Pipeline, Tables } from "@onefold/database";
import { AbortedTransactionError } from "kysely";
import type { Transaction } from "kysely";
import type { Statement } from "./statement.ts";
import { ValueError } from "./value-error.ts";

/** What a transaction has found out, and what is left of it to do. */
export interface Work<T> {
  readonly result: T;
  /** Statements that carry the values of items. */
  readonly writes: readonly Statement[];
  /** Awaited when they have run, before the commit. Tests set it. */
  readonly beforeCommit?: (() => Promise<void> | void) | undefined;
}

/** In which each statement sees what former holders of the locks did, whatever the role's default is. */
const READ_COMMITTED = "start transaction isolation level read committed";
/** In which all statements see one state of everything, and write nothing. */
const VIEW = "start transaction isolation level repeatable read read only";

/**
 * Runs a transaction. Its statements don't wait for each other: those that `look` starts together are sent together, and
 * the writes together with COMMIT. What `look` itself writes it writes after the answer of a statement: only then is it
 * known that there is a transaction.
 * @throws ValueError where a write failed, else what `look` threw. If the commit broke off, it may have been done
 */
export async function transact<T>(
  db: Database,
  look: (trx: Transaction<Tables>) => Promise<Work<T>>,
): Promise<T> {
  return await run(db, READ_COMMITTED, look);
}

/** Runs such a transaction that sees one state of everything, and takes no locks. */
export async function view<T>(db: Database, look: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return await run(db, VIEW, async (trx) => ({ result: await look(trx), writes: [] }));
}

async function run<T>(
  db: Database,
  begin: string,
  look: (trx: Transaction<Tables>) => Promise<Work<T>>,
): Promise<T> {
  return await withPipeline(db, async (pipeline) => {
    try {
      const beginning = pipeline.send(begin);
      const [{ result, writes, beforeCommit }] = await Promise.all([look(pipeline.trx), beginning]);
      const writing = sendAll(pipeline, writes);
      if (beforeCommit) await writing.then(beforeCommit);
      await commitBehind(pipeline, writing);
      return result;
    } catch (error) {
      await rollBack(pipeline);
      throw error;
    }
  });
}

/** @returns when they are answered; they are on their way when the promise is there */
function sendAll({ trx, sent }: Pipeline, writes: readonly Statement[]): Promise<unknown> {
  // None is sent where one can't be written down.
  const compiled = writes.map((write) => write.compile(trx));
  const all = sent() + compiled.length;
  const writing = ValueError.from(() => Promise.all(compiled.map((write) => trx.executeQuery(write))));
  writing.catch(() => {});
  if (sent() !== all) throw new Error("Not all writes were sent, so nothing is committed.");
  return writing;
}

async function commitBehind({ send, close }: Pipeline, writing: Promise<unknown>): Promise<void> {
  close();
  const [written, committed] = await Promise.allSettled([writing, send("commit")]);
  if (written.status === "rejected") throw written.reason;
  if (committed.status === "rejected") throw committed.reason;
  // Postgres ends the transaction of a failed statement so, without an error.
  if (committed.value === "ROLLBACK") throw new AbortedTransactionError();
}

/** Nothing of it may come to the session when it was given back. */
async function rollBack({ send, close, idle }: Pipeline): Promise<void> {
  close();
  await idle();
  // The command itself can be cancelled. Where the session is gone, the pool drops it.
  await send("rollback").catch(() => send("rollback").catch(() => {}));
}
