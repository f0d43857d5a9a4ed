import { Pool } from "pg";
import { expect, test } from "vitest";
import { storeAddress } from "../src/options.ts";
import { openPostgresBackend } from "../src/stores/postgres/open-backend.ts";
import { prepareStatements } from "../src/stores/postgres/prepare-statements.ts";
import { schemaOf, sessions } from "../src/stores/postgres/sessions.ts";
import { prepareQueue } from "../src/index.ts";
import { consume, produce, ref, upsert } from "./support/harness.ts";
import { startTestPostgres } from "./support/stores.ts";

/** A queue of BullMQ's on Postgres. */
interface Opened {
  getBackend(): { readonly connection: { readonly pool: Pool } };
}

const PREPARED = "select statement from pg_prepared_statements order by prepare_time";

test("a chunk's statements are prepared, and it leaves no events", async () => {
  await using store = await startTestPostgres();
  const options = { url: store.url, namespace: "plans", durability: "strict" as const };
  await prepareQueue(options);
  {
    await using producer = await produce(options);
    await using consumer = await consume(options);
    await Promise.all(
      Array.from({ length: 20 }, (_, row) => producer.submit(ref(row), upsert, { wait: false })),
    );
    await expect.poll(() => consumer.rows()).toHaveLength(20);
  }
  const address = storeAddress(options);
  await using backend = await openPostgresBackend(address, {
    ...options,
    commandTimeoutMs: 5_000,
    onError: () => undefined,
  });
  const { interactive } = backend.shards[0].queues;
  await interactive.getJob("none");
  await interactive.getJob("none");
  // Ours is the part of BullMQ's queue that is used.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { connection } = (interactive as unknown as Opened).getBackend();
  // Which of its sessions one gets isn't known: all are asked.
  const clients = await Promise.all(
    Array.from({ length: connection.pool.options.max }, () => connection.pool.connect()),
  );
  const all = await Promise.all(clients.map((client) => client.query<{ statement: string }>(PREPARED)));
  for (const client of clients) client.release();
  const statements = all.flatMap(({ rows }) => rows.map(({ statement }) => statement));
  expect(statements.filter((each) => each.includes("FROM job WHERE queue = $1 AND id = $2"))).not.toEqual([]);

  await using own = disposable(new Pool({ connectionString: store.url, max: 1 }));
  const { rows } = await own.query<{ events: number }>(
    `select count(*)::int as events from "${schemaOf(address)}".event`,
  );
  expect(rows).toEqual([{ events: 0 }]);
}, 60_000);

test("a statement whose table was changed since is prepared anew, and what fails by itself fails", async () => {
  await using store = await startTestPostgres();
  await using pool = disposable(new Pool({ connectionString: store.url, max: 1 }));
  prepareStatements(pool);
  await pool.query("create table changing as select 1 as a");
  const read = async () => (await pool.query("select * from changing where a = $1", [1])).rows;
  const prepared = async () => (await pool.query(PREPARED)).rows.length;
  expect([await read(), await read(), await prepared()]).toEqual([[{ a: 1 }], [{ a: 1 }], 1]);
  await pool.query("alter table changing add b int default 2");
  expect(await read()).toEqual([{ a: 1, b: 2 }]);
  expect([await read(), await prepared()]).toEqual([[{ a: 1, b: 2 }], 1]);
  await expect(pool.query("select 1 / $1::int", [0])).rejects.toMatchObject({ code: "22012" });
  expect(await read()).toEqual([{ a: 1, b: 2 }]);
}, 60_000);

test("what was planned while the queue was empty goes by an index when thousands wait", async () => {
  await using store = await startTestPostgres();
  const options = { url: store.url, namespace: "full", durability: "strict" as const };
  await prepareQueue(options);
  const address = storeAddress(options);
  await using pool = disposable(new Pool(sessions(address, { applicationName: "test", max: 1 })));
  await pool.query(`set search_path to "${schemaOf(address)}"`);
  await pool.query("vacuum analyze job");
  await pool.query("prepare get (text, text) as select * from job where queue = $1 and id = $2");
  for (let times = 0; times < 8; times++) await pool.query("execute get ('interactive', 'c5')");
  await pool.query(`
    insert into job (queue, id, seq, name, state, data, opts, priority, delay_ms, max_attempts, added_at_ms)
    select 'interactive', 'c' || n, nextval('job_seq'), 'chunk', 'waiting', '{}', '{}', 0, 0, 1, 0
      from generate_series(1, 5000) n`);
  const { rows } = await pool.query<{ "QUERY PLAN": string }>("explain execute get ('interactive', 'c5')");
  expect(rows[0]?.["QUERY PLAN"]).toContain("Index Scan");
}, 60_000);

/** Ends it before its server, also where a test fails. */
function disposable(pool: Pool): Pool & AsyncDisposable {
  // The pool has ended before its sessions are closed: a server that stops at once ends them with an error of theirs.
  pool.on("error", () => undefined);
  return Object.assign(pool, { [Symbol.asyncDispose]: async () => pool.end() });
}
