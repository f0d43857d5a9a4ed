import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyCluster } from "../../../test/support/copy-cluster.ts";
import { findFreePort, startEmbeddedPostgres } from "../src/index.ts";
import { query } from "./support/query.ts";
import { startHolder } from "./support/start-holder.ts";
import { THOROUGH } from "../../../test/support/thorough.ts";

let parent: string;
let dataDir: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "onefold-embedded-"));
  // Others may pass through, as where a clone usually is.
  await chmod(parent, 0o755);
  dataDir = join(parent, "clone", ".onefold", "postgres");
});

afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

test("the data is there after a restart, and no process after a stop", async () => {
  let pid: number;
  {
    await using postgres = await startEmbeddedPostgres({ dataDir });
    pid = postgres.pid;
    await query(postgres.url, "create table kept as select 1 as one");
    expect(isAlive(pid)).toBe(true);
  }
  expect(isAlive(pid)).toBe(false);
  await using again = await startEmbeddedPostgres({ dataDir });
  expect(await query(again.url, "select one from kept")).toEqual([{ one: 1 }]);
  expect(again.recovered).toBe(false);
});

test("what statements carry doesn't reach its log, whatever goes wrong with them", async () => {
  await copyCluster(dataDir);
  await using postgres = await startEmbeddedPostgres({ dataDir });
  const { url, logFile } = postgres;
  const who = "jane@example.com";
  await query(url, "create table people (email text primary key, age int check (age < 10), data jsonb)");
  await query(url, `insert into people values ('${who}', 1)`);
  const failing: readonly (readonly [text: string, values?: readonly unknown[]])[] = [
    ["insert into people values ($1)", [who]],
    [`insert into people values ('${who}')`],
    ["insert into people values ($1, 20)", [`b${who}`]],
    ["select $1::int", [who]],
    [`select '${who}'::date`],
    ["select $1::jsonb", [`{"a": ${who}}`]],
    [`select ${who}`],
    [`select 1 / 0, '${who}'`],
    ["select pg_sleep($1), $2::text", [5, who]],
    [`do $$ begin raise warning '%', '${who}'; raise exception '%', '${who}'; end $$`],
    [`select lo_import('/${who}')`],
  ];
  const impatient = `${url}?options=${encodeURIComponent("-c statement_timeout=300")}`;
  for (const [text, values] of failing) await expect(query(impatient, text, values)).rejects.toThrow();
  expect(await readFile(logFile, "utf8")).toContain("ready to accept connections");
  expect(await readFile(logFile, "utf8")).not.toMatch(/jane|example/);
});

test("it is as durable as `DURABILITY=strict` asks, and holds the locks that the write path takes", async () => {
  await copyCluster(dataDir);
  await using postgres = await startEmbeddedPostgres({ dataDir });
  const names = [
    "fsync",
    "full_page_writes",
    "synchronous_commit",
    "max_locks_per_transaction",
    "listen_addresses",
  ];
  const [row] = await query(
    postgres.url,
    `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(", ")}`,
  );
  expect(row).toEqual({
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    max_locks_per_transaction: "256",
    listen_addresses: "127.0.0.1",
  });
});

test("the password is needed, and only its owner can read it", async () => {
  await copyCluster(dataDir);
  await using postgres = await startEmbeddedPostgres({ dataDir });
  const wrong = new URL(postgres.url);
  wrong.password = "wrong";
  await expect(query(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
  expect((await stat(join(postgres.home, "password"))).mode & 0o077).toBe(0);
  expect((await stat(join(postgres.home, "cluster"))).mode & 0o077).toBe(0);
});

test("the Postgres of a killed Onefold is stopped, and what it had committed is there", async () => {
  await copyCluster(dataDir);
  const killed = await startHolder(dataDir);
  await query(killed.said.url, "create table kept as select 1 as one");
  await killed.kill();
  expect(isAlive(killed.said.pid)).toBe(true);
  await using postgres = await startEmbeddedPostgres({ dataDir });
  expect(postgres.recovered).toBe(true);
  expect(await query(postgres.url, "select one from kept")).toEqual([{ one: 1 }]);
});

test("a crash of both is recovered, also when a session was busy", async () => {
  await copyCluster(dataDir);
  const killed = await startHolder(dataDir);
  await query(killed.said.url, "create table kept as select 1 as one");
  const busy = query(killed.said.url, "select pg_sleep(2)").catch(() => {});
  await killed.kill();
  process.kill(killed.said.pid, "SIGKILL");
  await using postgres = await startEmbeddedPostgres({ dataDir });
  expect(postgres.recovered).toBe(false);
  expect(await query(postgres.url, "select one from kept")).toEqual([{ one: 1 }]);
  await busy;
});

test("a postmaster.pid whose number is another process now is no hindrance, and that process is left alone", async () => {
  await copyCluster(dataDir);
  const bystander = spawn("sleep", ["60"]);
  const ended = once(bystander, "exit");
  const pidFile = join(dataDir, "cluster", "postmaster.pid");
  await writeFile(
    pidFile,
    `${bystander.pid}\n${join(dataDir, "cluster")}\n1\n5432\n\n127.0.0.1\n\nready   \n`,
  );
  {
    await using postgres = await startEmbeddedPostgres({ dataDir });
    expect(postgres.recovered).toBe(false);
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
  }
  bystander.kill();
  await ended;
});

test("a folder in use is refused in one sentence that names the process", async () => {
  await copyCluster(dataDir);
  await using first = await startHolder(dataDir);
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    code: "FOLDER_IN_USE",
    message: expect.stringContaining(`process ${first.pid}`),
  });
  expect(await query(first.said.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("of several starts at once exactly one gets the folder", THOROUGH, async () => {
  const holders = await Promise.all(Array.from({ length: 4 }, () => startHolder(dataDir)));
  const codes = holders.map(({ said }) => said.code ?? "started");
  expect(codes.toSorted()).toEqual(["FOLDER_IN_USE", "FOLDER_IN_USE", "FOLDER_IN_USE", "started"]);
  await Promise.all(holders.map((holder) => holder[Symbol.asyncDispose]()));
});

test("a set-up that was cut off is begun anew", THOROUGH, async () => {
  await mkdir(join(dataDir, "cluster.new", "base"), { recursive: true });
  await writeFile(join(dataDir, "cluster.new", "PG_VERSION"), "18\n");
  await writeFile(join(dataDir, "cluster.new.password"), "left over\n");
  await using postgres = await startEmbeddedPostgres({ dataDir });
  expect(await query(postgres.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await expect(stat(join(dataDir, "cluster.new.password"))).rejects.toThrow("ENOENT");
});

test("a busy port is one sentence, and leaves the folder free", async () => {
  await copyCluster(dataDir);
  const port = await findFreePort();
  const other = createServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  await expect(startEmbeddedPostgres({ dataDir, port })).rejects.toMatchObject({ code: "PORT_BUSY" });
  other.close();
  await using postgres = await startEmbeddedPostgres({ dataDir, port });
  expect(postgres.port).toBe(port);
});

test("an aborted start leaves nothing running", async () => {
  await copyCluster(dataDir);
  const abort = new AbortController();
  const starting = startEmbeddedPostgres({ dataDir, signal: abort.signal });
  abort.abort(new Error("stopped by hand"));
  await expect(starting).rejects.toThrow("stopped by hand");
  await expect(readFile(join(dataDir, "cluster", "postmaster.pid"))).rejects.toThrow("ENOENT");
});

test.runIf(process.getuid?.() === 0)(
  "under a closed folder root's data goes where Postgres can reach it",
  THOROUGH,
  async () => {
    await mkdir(dataDir, { recursive: true });
    await chmod(parent, 0o700);
    let home: string;
    {
      await using postgres = await startEmbeddedPostgres({ dataDir });
      home = postgres.home;
      expect(home.startsWith(parent)).toBe(false);
      await query(postgres.url, "create table kept as select 1 as one");
      await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: "FOLDER_IN_USE" });
    }
    {
      await using again = await startEmbeddedPostgres({ dataDir });
      expect(again.home).toBe(home);
      expect(await query(again.url, "select one from kept")).toEqual([{ one: 1 }]);
    }
    await rm(home, { recursive: true, force: true });
  },
);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
