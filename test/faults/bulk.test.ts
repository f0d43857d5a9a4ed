import { setTimeout as delay } from "node:timers/promises";
import { createKey, createTeam, readJob } from "@onefold/records";
import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import type { SpawnedApp } from "../support/spawn-app.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import type { Cluster } from "./support/cluster.ts";
import { spell } from "./support/person.ts";
import { times } from "../support/thorough.ts";
import { seededRandom } from "./support/seeded-random.ts";
import type { Random } from "../prove/random.ts";

const ROWS = times(4_000, 8_000);
const PEOPLE = ROWS / 4;
const KILLS = times(1, 3);
/** The API takes rows in windows of at most so many. */
const WINDOW = 500;

/**
 * NDJSON: people in any spelling, and a bad row now and then. Each row has a title, of which the latest stands, and an
 * address that is nobody else's, so that it changes something in whatever order rows are committed.
 */
function makeRows(random: Random): string[] {
  return Array.from({ length: ROWS }, (_, row) => {
    if (row % 50 === 49) return JSON.stringify({ email: `no address ${row}` });
    const { email, linkedinUrl } = spell(random.below(PEOPLE), random);
    const own = { jobTitle: `Title ${row}`, additionalEmails: [`row-${row}@example.com`] };
    return JSON.stringify({ email, linkedinUrl, ...own });
  });
}

interface Upload {
  readonly key: string;
  /** Asked before each row: how long the sender takes. */
  readonly pace: (row: number) => Promise<void>;
  readonly idempotencyKey: string;
  readonly rows: readonly string[];
}

/** Sends it from the beginning until an API has answered 202, whatever is killed in between; the job's id. */
async function sendUntilAccepted(api: () => Promise<SpawnedApp>, upload: Upload): Promise<string> {
  for (;;) {
    const { url } = await api();
    const answer = await send(url, upload).catch(() => undefined);
    if (answer === undefined) continue;
    if (answer.status !== 202) throw new Error(`${answer.status}: ${answer.text}`);
    const body: { job: { id: string } } = JSON.parse(answer.text);
    return body.job.id;
  }
}

async function send(url: string, { key, idempotencyKey, rows, pace }: Upload) {
  async function* body() {
    for (const [index, row] of rows.entries()) {
      await pace(index);
      yield Buffer.from(`${row}\n`);
    }
  }
  const response = await fetch(`${url}/api/contacts/batch`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/x-ndjson",
      "idempotency-key": idempotencyKey,
    },
    body: ReadableStream.from(body()),
    duplex: "half",
  });
  return { status: response.status, text: await response.text() };
}

/** Resolves when so many rows of the team's job have their receipts. */
async function untilDone(cluster: Cluster, teamId: string, rows: number): Promise<void> {
  for (;;) {
    const { rows: found } = await sql<{ done: number }>`
      select count(*)::int as done from receipts where team_id = ${teamId}`.execute(cluster.db);
    if ((found[0]?.done ?? 0) >= rows) return;
    await delay(10);
  }
}

async function finished(cluster: Cluster, teamId: string, jobId: string) {
  for (;;) {
    const job = await readJob(cluster.db, teamId, jobId);
    if (job?.finishedAt !== undefined) return job;
    await delay(20);
  }
}

/** Who is there, by name, and what they are. */
async function people(cluster: Cluster, teamId: string): Promise<unknown> {
  const { rows } = await sql`
    select r.fields, (select array_agg(value order by kind, value) from contact_identifiers i
                       where i.team_id = r.team_id and i.record_id = r.record_id) as names
      from contacts r where team_id = ${teamId} order by email`.execute(cluster.db);
  return rows;
}

vi.setConfig({ testTimeout: 240_000 });

describe.each(mostly("postgres"))("an upload on %s", (backend) => {
  test(`whose API and workers are killed ${KILLS} times each, sent again with its key, ends as an undisturbed one`, async () => {
    const random = seededRandom();
    await using cluster = await createCluster(backend);
    const calm = await newTeam(cluster);
    const rows = makeRows(random);
    let api = cluster.spawnApi();
    let worker = cluster.spawnWorker();
    const upload = { idempotencyKey: "import-1", rows };

    const calmJob = await sendUntilAccepted(() => api, { ...upload, key: calm.key, pace: async () => {} });
    const expected = await finished(cluster, calm.teamId, calmJob);
    expect(expected.counts).toMatchObject({ total: ROWS, rejected: ROWS / 50, pending: 0 });

    // The sender is no faster than the killing, so that each kill meets rows on their way.
    const killed = Array.from({ length: KILLS }, () => Promise.withResolvers<void>());
    const killAt = killed.map((_, kill) => Math.floor(((kill + random.next()) * ROWS) / KILLS));
    const pace = async (row: number) => {
      for (const [kill, at] of killAt.entries()) if (row > at + 2 * WINDOW) await killed[kill]?.promise;
    };
    const jobId = sendUntilAccepted(() => api, { ...upload, key: cluster.key, pace });
    for (const [kill, at] of killAt.entries()) {
      await untilDone(cluster, cluster.teamId, Math.max(0, at - WINDOW));
      const [oldApi, oldWorker] = [await api, await worker];
      // The next ones first, so that there is always somewhere to go.
      api = cluster.spawnApi();
      worker = cluster.spawnWorker();
      await Promise.all([api, worker]);
      await Promise.all([oldApi.kill("SIGKILL"), oldWorker.kill("SIGKILL")]);
      killed[kill]?.resolve();
    }
    const job = await finished(cluster, cluster.teamId, await jobId);
    expect(job.counts).toEqual(expected.counts);
    expect(job.status).toBe("completed_with_errors");
    expect(await people(cluster, cluster.teamId)).toEqual(await people(cluster, calm.teamId));
    const { rows: receipts } = await sql<{ jobs: number; rows: number }>`
      select count(distinct job_id)::int as jobs, count(*)::int as rows
        from receipts where team_id = ${cluster.teamId}`.execute(cluster.db);
    expect(receipts).toEqual([{ jobs: 1, rows: ROWS }]);
  });
});

async function newTeam({ db }: Cluster) {
  const owner = { email: "calm@example.com", name: "Carla" };
  const { teamId, userId } = await createTeam(db, { name: "Calm", owner });
  const { key } = await createKey(db, { teamId, userId, name: "test" });
  return { teamId, key };
}
