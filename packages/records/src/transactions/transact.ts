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

/**
 * Runs a transaction in which each statement sees what former holders of the locks did, whatever the role's default is.
 * Statements don't wait for each other: those that `look` starts together are sent together, and the writes together
 * with COMMIT.
 * @throws ValueError where a write failed, else what `look` threw. If the commit broke off, it may have been done
 */
export async function transact<T>(
  db: Database,
  look: (trx: Transaction<Tables>) => Promise<Work<T>>,
): Promise<T> {
  return await withPipeline(db, async (pipeline) => {
    const { trx, send } = pipeline;
    const beginning = send("start transaction isolation level read committed");
    const looking = look(trx);
    const work = await orRollBack(pipeline, [beginning, looking], async () => {
      const [found] = await Promise.all([looking, beginning]);
      return found;
    });
    const { result, writes, beforeCommit } = work;
    const writing = sendAll(pipeline, writes);
    if (beforeCommit) await orRollBack(pipeline, [writing], () => writing.then(beforeCommit));
    await commitBehind(pipeline, writing);
    return result;
  });
}

/** Rolls back where a step failed, when all that was sent is answered: nothing may come to a session given back. */
async function orRollBack<T>(
  { send }: Pipeline,
  sent: readonly Promise<unknown>[],
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    await Promise.allSettled(sent);
    // Where the session is gone, that isn't what went wrong. The pool drops it.
    await send("rollback").catch(() => {});
    throw error;
  }
}

/** @returns when they are answered; they are on their way when the promise is there */
function sendAll({ trx, sent }: Pipeline, writes: readonly Statement[]): Promise<unknown> {
  const all = sent() + writes.length;
  const writing = ValueError.from(() => Promise.all(writes.map((write) => write.execute(trx))));
  if (sent() !== all) throw new Error("Kysely keeps statements back: COMMIT would overtake them");
  return writing;
}

async function commitBehind({ send }: Pipeline, writing: Promise<unknown>): Promise<void> {
  const [written, committed] = await Promise.allSettled([writing, send("commit")]);
  if (written.status === "rejected") throw written.reason;
  if (committed.status === "rejected") throw committed.reason;
  // Postgres ends the transaction of a failed statement so, without an error.
  if (committed.value === "ROLLBACK") throw new AbortedTransactionError();
}
