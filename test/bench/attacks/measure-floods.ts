import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { createJob } from "@onefold/records";
import { createJobIds } from "@onefold/identity";
import { FLOOD_KINDS } from "../../attacks/support/floods.ts";
import type { FloodKind } from "../../attacks/support/floods.ts";
import { startFlood } from "../../attacks/support/start-flood.ts";
import { workSteadily } from "../../attacks/support/steady-team.ts";
import type { Sample } from "../../attacks/support/steady-team.ts";
import { withDatabase } from "../../support/with-database.ts";
import { percentile } from "../report/percentile.ts";
import type { Target } from "./start-target.ts";

const WORK_MS = 8_000;
/** More than an API process takes of all. */
const SOCKETS = 3_000;
const JOBS = 500;

/** What a team notices that works as ever, while another, or somebody without a key, floods the service. */
export async function measureFloods(target: Target, log: (line: string) => void): Promise<string[][]> {
  const rows = [
    ["flood", "answers to the team", "p50, ms", "p95", "longest", "API, MB", "descriptors", "after"],
  ];
  const paths = await openJobs(target);
  await working(target);
  rows.push(["none", ...told(await working(target)), ...(await used(target)), ""]);
  for (const [kind, sockets, addresses] of plan()) {
    log(kind);
    let line: string[];
    {
      await using _flood = startFlood({ kind, sockets, addresses, paths, url: target.url, key: target.key });
      await delay(2_000);
      line = [`${kind}: ${sockets} by ${addresses}`, ...told(await working(target)), ...(await used(target))];
    }
    await delay(3_000);
    rows.push([...line, String(await descriptors(target))]);
  }
  return rows;
}

function plan(): [kind: FloodKind, sockets: number, addresses: number][] {
  return FLOOD_KINDS.flatMap((kind): [FloodKind, number, number][] =>
    kind.startsWith("wrong keys")
      ? [
          [kind, 64, 1],
          [kind, 512, 512],
        ]
      : [[kind, SOCKETS, 1]],
  );
}

/** Jobs of the attacking team that don't end while they are waited for. */
async function openJobs({ databaseUrl, teamId, userId, jobIdSecret }: Target): Promise<string[]> {
  const ids = createJobIds(jobIdSecret);
  return await withDatabase(databaseUrl, async (db) => {
    const paths: string[] = [];
    for (let n = 0; n < JOBS; n++) {
      const acceptedAt = Date.now();
      const jobId = ids.issue(teamId, acceptedAt);
      const options = { onConflict: "prefer", dryRun: false } as const;
      await createJob(db, {
        teamId,
        jobId,
        acceptedAt,
        entity: "contact",
        userId,
        keyId: "key_1",
        options,
        leaseSeconds: 3_600,
      });
      paths.push(`/api/jobs/${jobId}`);
    }
    return paths;
  });
}

async function working({ url, otherKey }: Target): Promise<Sample[]> {
  const over = new AbortController();
  const samples = workSteadily(url, otherKey, over.signal);
  await delay(WORK_MS);
  over.abort();
  return await samples;
}

function told(samples: readonly Sample[]): string[] {
  const counts = Map.groupBy(samples, ({ status }) => status);
  const times = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return [
    [...counts].map(([status, of]) => `${of.length} × ${status || "none"}`).join(", "),
    ...[0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(0)),
  ];
}

async function used(target: Target): Promise<string[]> {
  const status = await readFile(`/proc/${target.pid}/status`, "utf8");
  const megabytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1_000;
  return [megabytes.toFixed(0), String(await descriptors(target))];
}

async function descriptors({ pid }: Target): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}
