import { createDatabase } from "@onefold/database";
import { AbortedTransactionError, sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { transact, view } from "../../src/transactions/transact.ts";
import { ValueError } from "../../src/transactions/value-error.ts";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";

/** With one session, so that what a transaction leaves behind meets the next. */
async function oneSession() {
  const owned = new AsyncDisposableStack();
  onTestFinished(() => owned.disposeAsync());
  const { url } = owned.use(await createTestDatabase());
  const db = owned.adopt(createDatabase({ url, max: 1, connectTimeoutMs: 60_000 }), (each) => each.destroy());
  await sql`create table notes (id integer primary key)`.execute(db);
  const notes = async () => (await sql<{ id: number }>`select id from notes order by id`.execute(db)).rows;
  return { db, notes };
}

const insert = (id: number) => sql`insert into notes values (${id})`;

test("the writes are committed in their order", async () => {
  const { db, notes } = await oneSession();
  const result = await transact(db, async () => ({
    result: "done",
    writes: [insert(1), sql`update notes set id = 2 where id = ${1}`, insert(1)],
  }));
  expect(result).toBe("done");
  expect(await notes()).toEqual([{ id: 1 }, { id: 2 }]);
});

test("a write that fails: its error is told, not that of one behind it, and nothing is committed", async () => {
  const { db, notes } = await oneSession();
  const failing = transact(db, async () => ({ result: 1, writes: [insert(1), insert(1), insert(2)] }));
  await expect(failing).rejects.toThrow(ValueError);
  await expect(failing).rejects.toMatchObject({ cause: { code: "23505" } });
  expect(await notes()).toEqual([]);
});

test("a look that fails: its error is told, and the session is free of it", async () => {
  const { db, notes } = await oneSession();
  const failing = transact(db, async (trx) => {
    await insert(3).execute(trx);
    await Promise.all([
      sql`select 1 / ${0}::int`.execute(trx),
      insert(4).execute(trx),
      insert(5)
        .execute(trx)
        .catch(() => insert(6).execute(trx)),
    ]);
    return { result: 1, writes: [insert(7)] };
  });
  await expect(failing).rejects.toMatchObject({ code: "22012" });
  expect(await notes()).toEqual([]);
});

test("of statements that fail together the first is told, however deep it was asked for", async () => {
  const { db } = await oneSession();
  const deep = async (times: number, ask: () => Promise<unknown>): Promise<unknown> =>
    times === 0 ? await ask() : await deep(times - 1, ask);
  for (const [first, second] of [
    [9, 0],
    [0, 9],
    [3, 4],
  ] as const) {
    const failing = transact(db, async (trx) => {
      // Both answers are there when this process looks again: it reads them in one go.
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200));
      await Promise.all([
        deep(first, () => sql`select 1 / ${0}::int`.execute(trx)),
        deep(second, () => insert(1).execute(trx)),
      ]);
      return { result: 1, writes: [] };
    });
    await expect(failing).rejects.toMatchObject({ code: "22012" });
  }
});

test("after a look that gave up, nothing of it comes to the session", async () => {
  const { db, notes } = await oneSession();
  const sent = Promise.withResolvers<unknown>();
  const failing = transact(db, async (trx) => {
    const goingOn = async () => {
      await sql`select pg_sleep(0.05)`.execute(trx);
      return await insert(1).execute(trx);
    };
    const first = sql`select 1`.execute(trx);
    sent.resolve(goingOn().catch((error: unknown) => error));
    await first;
    throw new Error("gave up");
  });
  await expect(failing).rejects.toThrow("gave up");
  expect(await sent.promise).toMatchObject({ message: "The transaction is over." });
  expect(await notes()).toEqual([]);
});

test("what can't be written down is sent in no part", async () => {
  const { db, notes } = await oneSession();
  const unwritable = {
    toPostgres: () => {
      throw new Error("no");
    },
  };
  const failing = transact(db, async () => ({
    result: 1,
    writes: [insert(1), sql`insert into notes values (${unwritable})`, insert(2)],
  }));
  await expect(failing).rejects.toThrow("nothing is committed");
  expect(await notes()).toEqual([]);
});

test("a view that fails leaves nothing behind, and one that writes is refused", async () => {
  const { db, notes } = await oneSession();
  const failing = view(db, async (trx) =>
    Promise.all([
      sql`select 1 / ${0}::int`.execute(trx),
      sql`select 1`.execute(trx),
      sql`select 2`.execute(trx),
    ]),
  );
  await expect(failing).rejects.toMatchObject({ code: "22012" });
  await expect(view(db, async (trx) => insert(1).execute(trx))).rejects.toMatchObject({ code: "25006" });
  expect(await notes()).toEqual([]);
});

test("an error that nobody took notice of: Postgres rolls back, and that is an error", async () => {
  const { db, notes } = await oneSession();
  const failing = transact(db, async (trx) => {
    await sql`select 1 / ${0}::int`.execute(trx).catch(() => {});
    return { result: 1, writes: [] };
  });
  await expect(failing).rejects.toThrow(AbortedTransactionError);
  expect(await notes()).toEqual([]);
});

test("before the commit everything is written, and can be stopped", async () => {
  const { db, notes } = await oneSession();
  const stopped = transact(db, async (trx) => ({
    result: 1,
    writes: [insert(1)],
    beforeCommit: async () => {
      const { rows } = await sql`select id from notes`.execute(trx);
      throw new Error(`stopped after ${rows.length}`);
    },
  }));
  await expect(stopped).rejects.toThrow("stopped after 1");
  expect(await notes()).toEqual([]);
});

test("a look that gave up on a session that is gone: why it gave up is told", async () => {
  const { db } = await oneSession();
  const other = await oneSession();
  const failing = transact(db, async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]?.pid}::int, 5000)`.execute(other.db);
    throw new Error("gave up");
  });
  await expect(failing).rejects.toThrow("gave up");
});

test("a session that is gone: what failed is told", async () => {
  const { db, notes } = await oneSession();
  const failing = transact(db, async (trx) => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
    return { result: 1, writes: [insert(1)] };
  });
  await expect(failing).rejects.toMatchObject({ code: "57P01" });
  expect(await notes()).toEqual([]);
});
