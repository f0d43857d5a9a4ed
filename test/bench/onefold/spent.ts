import { readdir, readFile } from "node:fs/promises";
import type { Database } from "@onefold/database";
import { sql } from "kysely";

/** What was spent so far: milliseconds of CPU by each part, and bytes of Postgres' write-ahead log. */
export type Spent = Readonly<Record<"api" | "worker" | "postgres" | "redis" | "wal", number>>;

/** Linux counts CPU time in ticks of 10 ms (USER_HZ, proc_pid_stat(5)). */
const TICK_MS = 10;

/**
 * Reads what our processes and the stores have spent. The stores are those that this process has started.
 * @returns undefined where the system doesn't tell
 */
export async function readSpent(
  db: Database,
  pids: { readonly api: number; readonly workers: readonly number[] },
): Promise<Spent | undefined> {
  const all = await readProcesses();
  if (all.length === 0) return undefined;
  const ours = descendantsOf(process.pid, all);
  const sum = (some: readonly Process[]) => some.reduce((ms, each) => ms + each.cpuMs, 0);
  const named = (start: string) => sum(ours.filter(({ command }) => command.startsWith(start)));
  return {
    api: sum(all.filter(({ pid }) => pid === pids.api)),
    worker: sum(all.filter(({ pid }) => pids.workers.includes(pid))),
    postgres: named("postgres"),
    redis: named("redis"),
    wal: await walBytes(db),
  };
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly cpuMs: number;
}

async function readProcesses(): Promise<Process[]> {
  const names = await readdir("/proc").catch(() => []);
  const stats = names
    .filter((name) => /^\d+$/.test(name))
    // One may have ended by now.
    .map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined));
  return (await Promise.all(stats)).flatMap((stat) => {
    const [, pid, command = "", rest = ""] = /^(\d+) \((.*)\) (.*)$/s.exec(stat ?? "") ?? [];
    // From the third on: state, parent. The 14th to the 17th are its own time and that of its children that have ended,
    // as sessions of Postgres do.
    const fields = rest.split(" ");
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
    const cpuMs = ticks * TICK_MS;
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(fields[1]), command, cpuMs }];
  });
}

function descendantsOf(root: number, all: readonly Process[]): Process[] {
  const children = all.filter(({ parent }) => parent === root);
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, all)]);
}

async function walBytes(db: Database): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    select pg_current_wal_insert_lsn() - '0/0' as bytes`.execute(db);
  return Number(rows[0]?.bytes);
}
