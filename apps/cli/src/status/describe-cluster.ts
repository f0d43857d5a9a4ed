import type { Cluster, ClusterProcess, ClusterReplica, ClusterShard, LaneState } from "@onefold/contract";
import { tableOf } from "../table-of.ts";

/** Describes a deployment for a terminal: its processes, its queue, its replicas, and what is wrong with them. */
export function describeCluster({ at, processes, queue, replicas, problems }: Cluster): string {
  const now = Date.parse(at);
  const parts = [
    tableOf([
      ["PROCESS", "NAME", "VERSION", "UP", "CLOCK", "CHUNKS", "COMMITS", "SEEN"],
      ...processes.map((each) => rowOfProcess(each, now)),
    ]),
    tableOf([
      [`QUEUE ON ${queue.store.toUpperCase()}`, "LANE", "WAITING", "OLDEST", "ACTIVE", "FAILED"],
      ...queue.shards.flatMap(rowsOfShard),
    ]),
  ];
  if (replicas.length > 0)
    parts.push(tableOf([["REPLICA OF", "NAME", "STATE", "BEHIND", "LAG"], ...replicas.map(rowOfReplica)]));
  const wrong = [...wrongWith(processes), ...parkedIn(queue, now), ...problems];
  if (wrong.length > 0) parts.push(wrong.join("\n"));
  return parts.join("\n\n");
}

function rowOfProcess(process: ClusterProcess, now: number): string[] {
  const { app, name, version, startedAt, clockAheadMs, chunks, commits, seenAt } = process;
  return [
    app,
    name,
    version ?? "-",
    startedAt === undefined ? "-" : duration(now - Date.parse(startedAt)),
    clockAheadMs === undefined ? "-" : `${clockAheadMs < 0 ? "" : "+"}${clockAheadMs} ms`,
    chunks === undefined ? "-" : `${used(chunks.interactive)}, bulk ${used(chunks.bulk)}`,
    commits === undefined ? "-" : used(commits),
    `${duration(now - Date.parse(seenAt))} ago`,
  ];
}

function rowsOfShard({ shard, lanes, problem }: ClusterShard): string[][] {
  const name = `shard ${shard}${problem === undefined ? "" : `: ${problem}`}`;
  if (lanes === undefined) return [[name, "-", "-", "-", "-", "-"]];
  return [
    [name, "interactive", ...cellsOf(lanes.interactive)],
    ["", "bulk", ...cellsOf(lanes.bulk)],
  ];
}

function cellsOf({ waiting, oldestMs, active, failed }: LaneState): string[] {
  return [String(waiting), oldestMs === undefined ? "-" : duration(oldestMs), String(active), String(failed)];
}

function rowOfReplica({ of, primary, name, state, lagBytes, lagMs }: ClusterReplica): string[] {
  return [
    primary === undefined ? of : `${of} (${primary})`,
    name,
    state,
    lagBytes === undefined ? "-" : `${lagBytes} bytes`,
    lagMs === undefined ? "-" : `${lagMs} ms`,
  ];
}

function wrongWith(processes: readonly ClusterProcess[]): string[] {
  const lines: string[] = [];
  const running = processes.filter(({ isSilent }) => !isSilent);
  if (!running.some(({ app, usesThisQueue }) => app === "worker" && usesThisQueue !== false))
    lines.push("No worker takes from this queue: what is accepted waits. Start one (onefold worker).");
  for (const { app, name, usesThisQueue } of running)
    if (usesThisQueue === false)
      lines.push(`${app} ${name} uses another queue: give all the same QUEUE_URL.`);
  for (const { app, name } of processes.filter(({ isSilent }) => isSilent))
    lines.push(`${app} ${name} is silent: it was killed, stands still, or is cut off.`);
  const versions = new Set(running.map(({ version }) => version ?? "an earlier one"));
  if (versions.size > 1) lines.push(`Several versions run: ${[...versions].toSorted().join(", ")}.`);
  return lines;
}

function parkedIn({ parked }: Cluster["queue"], now: number): string[] {
  if (!parked || parked.chunks === 0) return [];
  const { chunks, oldestAt } = parked;
  const [what, them] =
    chunks === 1
      ? ["1 chunk of the queue is parked", "it"]
      : [`${chunks} chunks of the queue are parked`, "them"];
  const since =
    oldestAt === undefined
      ? ""
      : `, ${chunks === 1 ? "" : "the oldest "}of ${duration(now - Date.parse(oldestAt))} ago`;
  return [`${what}${since}: nobody can be told what is in ${them}. See npx onefold parked-chunks list.`];
}

const used = ({ busy, of }: { readonly busy: number; readonly of: number }) => `${busy}/${of}`;

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** In the largest unit of which there are two. */
function duration(ms: number): string {
  for (const [unit, length] of UNITS) if (ms >= 2 * length) return `${Math.floor(ms / length)} ${unit}`;
  return `${Math.max(0, ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}
