import { Cluster, Readiness } from "@onefold/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startApp } from "../support/start-app.ts";
import { startReplicatedPostgres } from "../support/start-replicated-postgres.ts";
import type { ReplicatedPostgres } from "../support/start-replicated-postgres.ts";
import type { TestApp } from "../support/test-app.ts";
import { basic, createClient } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { startStack } from "./support/stack.ts";
import type { Stack, TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { THOROUGH } from "../support/thorough.ts";

/** It is looked at each second, and a busy machine may take its time. */
const NOTICED_MS = 20_000;
/** Without a limit it would be as long as the standby stands still. A look and its patience take two seconds; the rest is for a busy machine. */
const ANSWERED_MS = 15_000;
const FAR_BEHIND = { DATABASE_READ_MAX_LAG_MS: "600000" };

let postgres: ReplicatedPostgres;
/** Its API has no replica. */
let stack: Stack;
let readUrl: string;

beforeAll(async () => {
  postgres = await startReplicatedPostgres();
  stack = await startStack({ databaseUrl: postgres.url, roles: true });
  const url = new URL(stack.urls?.api ?? "");
  url.port = new URL(postgres.standby.url).port;
  readUrl = url.href;
}, 120_000);

afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

interface ReadingApi extends AsyncDisposable, Pick<TestApp, "url" | "output" | "waitForOutput"> {
  readonly team: Client;
  /** How many reads each server has answered. */
  reads(): Promise<{ replica: number; primary: number }>;
  lagSeconds(): Promise<number | undefined>;
  warnings(): Promise<NonNullable<Readiness["warnings"]>>;
  /** Waits until lists are read from the replica. */
  untilReplica(): Promise<void>;
}

/** One more API, with a read replica. */
async function startReadingApi(
  { key }: TestTeam,
  env: Readonly<Record<string, string>> = {},
): Promise<ReadingApi> {
  const settings = {
    ...stack.env,
    DATABASE_URL: stack.urls?.api ?? "",
    DATABASE_READ_URL: readUrl,
    ...env,
  };
  const api = await startApp("api", settings);
  const { conformance } = stack;
  const team = createClient({ url: () => api.url, conformance, key });
  async function series(name: string): Promise<number | undefined> {
    const answer = await fetch(`${api.url}/metrics`, { headers: { Authorization: basic("", key) } });
    const line = (await answer.text()).split("\n").find((each) => each.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length));
  }
  const readsBy = async (server: string) =>
    (await series(`onefold_replica_reads_total{server="${server}"}`)) ?? 0;
  const reads = async () => ({ replica: await readsBy("replica"), primary: await readsBy("primary") });
  return {
    team,
    reads,
    url: api.url,
    output: api.output,
    waitForOutput: api.waitForOutput,
    lagSeconds: () => series("onefold_read_replica_lag_seconds"),
    warnings: async () => Readiness.parse((await team.get("/readyz")).body).warnings ?? [],
    async untilReplica() {
      await until("reads on the replica", NOTICED_MS, async () => {
        const { replica } = await reads();
        expect((await team.get("/api/contacts?limit=1")).status).toBe(200);
        return (await reads()).replica > replica;
      });
    },
    async [Symbol.asyncDispose]() {
      await api.stop(15_000);
      expect(api.output()).not.toContain("password-of");
    },
  };
}

/** The e-mails that a list, a search, a list of names and an export show. */
async function shown(client: Client, email: string, query = "") {
  const lists = [
    `/api/contacts?limit=500${query}`,
    `/api/contacts?search=${email}${query}`,
    `/api/contacts?idsOrEmails=${email}${query}`,
    `/api/contacts/export?format=ndjson${query}`,
    `/api/contacts/export?format=csv&email=${email}${query}`,
  ];
  const bodies = await Promise.all(lists.map((path) => client.get(path)));
  return bodies.map(({ status, body }) => {
    expect(status).toBe(200);
    return JSON.stringify(body).includes(email);
  });
}

const ALL = [true, true, true, true, true];
const NONE = ALL.map(() => false);

test("lists, searches, exports and histories are the replica's; a record, a job and what names a clock the primary's", async () => {
  const owner = await stack.newTeam();
  await using api = await startReadingApi(owner, FAR_BEHIND);
  const { team } = api;
  const jane = await team.contact({ email: "jane@example.com", firstName: "Jane" });
  await api.untilReplica();
  await until("jane on the replica", NOTICED_MS, async () =>
    (await shown(team, "jane@example.com")).every(Boolean),
  );
  await postgres.standby.run("select pg_wal_replay_pause()");
  try {
    const joan = await team.contact({ email: "joan@example.com" });
    const renamed = await team.contact({ email: "jane@example.com", firstName: "Janet" });
    const clock = renamed.body.job.clock ?? 0;
    expect(clock).toBeGreaterThan(joan.body.job.clock ?? Infinity);
    expect(await shown(team, "joan@example.com")).toEqual(NONE);
    expect(await shown(team, "joan@example.com", `&atLeast=${clock}`)).toEqual(ALL);
    // The API that has no replica shows what the primary has.
    expect(await shown(owner, "joan@example.com")).toEqual(ALL);

    expect((await team.readContact("joan@example.com"))._id).toBe(joan.body.data._id);
    expect((await team.readContact("jane@example.com")).fields["firstName"]).toBe("Janet");
    expect((await team.job(joan.body.job.id)).status).toBe("completed");

    const history = `/api/contacts/${jane.body.data._id}/history`;
    const entries = async (query = "") => Object((await team.get(`${history}${query}`)).body).data.length;
    expect([await entries(), await entries(`?atLeast=${clock}`)]).toEqual([1, 2]);
    // Which record it is of is the primary's to say: one that is just made has no entries there yet.
    const ofJoan = await team.get(`/api/contacts/joan@example.com/history`);
    expect([ofJoan.status, Object(ofJoan.body).data]).toEqual([200, []]);
    await team.request("DELETE", "/api/contacts/jane@example.com");
    expect((await team.get(history)).status).toBe(404);
    expect(await shown(team, "jane@example.com")).toEqual(ALL);
    expect(await shown(team, "jane@example.com", `&atLeast=${clock}`)).toEqual(NONE);

    // The pages behind one of the primary's are the primary's too.
    await team.contact({ email: "jill@example.com" });
    const first = Object((await team.get(`/api/contacts?limit=1&atLeast=${clock}`)).body);
    const second = Object((await team.get(`/api/contacts?limit=1&cursor=${first.nextCursor}`)).body);
    expect([first, second].map(({ data }) => data[0].emails[0].value)).toEqual([
      "joan@example.com",
      "jill@example.com",
    ]);
    expect(await api.warnings()).toEqual([]);
  } finally {
    await postgres.standby.run("select pg_wal_replay_resume()");
  }
  await until("joan on the replica", NOTICED_MS, async () =>
    (await shown(team, "joan@example.com")).every(Boolean),
  );
});

test.each(["x", "-1", "1.5", "99999999999999999", "1&atLeast=2"])(
  "atLeast=%s is refused, with a replica and without",
  async (value) => {
    const { get } = await stack.newTeam();
    for (const path of ["/api/contacts", "/api/contacts/export"])
      expect((await get(`${path}?atLeast=${value}`)).status).toBe(400);
  },
);

test("a replica that is too far behind isn't read, with a warning, until it has caught up; the log says so once", async () => {
  const owner = await stack.newTeam();
  await using api = await startReadingApi(owner);
  const { team } = api;
  await api.untilReplica();
  expect(await api.lagSeconds()).toBeLessThan(3);
  await postgres.standby.run("select pg_wal_replay_pause()");
  try {
    await team.contact({ email: "joan@example.com" });
    await until("a warning", NOTICED_MS, async () => (await api.warnings()).length > 0);
    const [warning] = await api.warnings();
    expect(warning?.what).toMatch(/^The read replica lacks what was committed \d+ s ago: lists, /);
    expect(warning?.fix).toContain("pg_stat_replication");
    expect(await shown(team, "joan@example.com")).toEqual(ALL);
    expect(await api.lagSeconds()).toBeGreaterThan(3);
    expect((await team.get("/readyz")).status).toBe(200);
    await api.waitForOutput(/isn't read from/);
  } finally {
    await postgres.standby.run("select pg_wal_replay_resume()");
  }
  await api.untilReplica();
  expect(await api.warnings()).toEqual([]);
  expect(api.output().match(/isn't read from/g)).toHaveLength(1);
});

/** Lists on several connections until it is told to stop, and gives how long each took. None may fail. */
function streamOfLists(team: Client) {
  const over = new AbortController();
  const took: number[] = [];
  const lists = ["", "?search=p1", "?idsOrEmails=p1@example.com", "/export?format=ndjson"];
  const loops = [...lists, ...lists].map(async (list) => {
    while (!over.signal.aborted) {
      const startedAt = performance.now();
      const { status, body } = await team.get(`/api/contacts${list}`);
      took.push(performance.now() - startedAt);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(JSON.stringify(body)).toContain("p1@example.com");
    }
  });
  const ended = Promise.all(loops);
  ended.catch(() => {});
  return {
    async stop() {
      over.abort();
      await ended;
      return { count: took.length, longestMs: Math.max(...took) };
    },
  };
}

/** A team with contacts that the replica has. */
async function teamOf(emails: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const team = await stack.newTeam();
  const rows = emails.map((email) => ({ email, ...more }));
  for (let from = 0; from < rows.length; from += 500) {
    const { body } = await team.request("POST", "/api/contacts/batch", {
      raw: JSON.stringify(rows.slice(from, from + 500)),
    });
    await team.job(Object(body).job.id, 60);
  }
  return team;
}

async function untilPrimary({ reads }: ReadingApi): Promise<void> {
  const before = (await reads()).primary;
  await until("reads on the primary", NOTICED_MS, async () => (await reads()).primary > before + 20);
}

test(
  "under a stream of lists its sessions are ended, it is killed, stands still, comes back: none fails or waits long",
  THOROUGH,
  async () => {
    const owner = await teamOf(["p1@example.com", "p2@example.com"]);
    await using api = await startReadingApi(owner);
    await api.untilReplica();
    const { standby } = postgres;
    const stream = streamOfLists(api.team);

    // As a conflict with the replay does it.
    const { primary } = await api.reads();
    await until("a read done again", NOTICED_MS, async () => {
      // A session that is between two reads is replaced, and nobody notices.
      await standby.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'onefold api'",
      );
      return (await api.reads()).primary > primary;
    });
    await api.untilReplica();

    await standby.kill();
    await untilPrimary(api);
    // The first look after it may still see its connection break.
    await expect
      .poll(async () => (await api.warnings())[0]?.what, { timeout: NOTICED_MS })
      .toMatch(/^The read replica can't be read \(.*ECONNREFUSED/);
    await standby.start();
    await api.untilReplica();

    await standby.freeze();
    await untilPrimary(api);
    expect((await api.warnings())[0]?.what).toMatch(/^The read replica can't be read \(no answer within/);
    await standby.thaw();
    await api.untilReplica();

    const { count, longestMs } = await stream.stop();
    expect(count).toBeGreaterThan(50);
    expect(longestMs).toBeLessThan(ANSWERED_MS);
    expect(await api.warnings()).toEqual([]);
    expect(api.output().match(/isn't read from/g)).toHaveLength(2);
  },
);

test("a replica that stands still keeps no API from stopping", async () => {
  const api = await startReadingApi(await stack.newTeam());
  await api.untilReplica();
  await postgres.standby.freeze();
  try {
    const startedAt = performance.now();
    await api[Symbol.asyncDispose]();
    expect(performance.now() - startedAt).toBeLessThan(ANSWERED_MS);
  } finally {
    await postgres.standby.thaw();
  }
});

test("an export goes on whole when the replica is killed under it", THOROUGH, async () => {
  const emails = Array.from({ length: 3_000 }, (_, n) => `p${n}@example.com`);
  const owner = await teamOf(emails, { summary: "x".repeat(5_000) });
  await using api = await startReadingApi(owner);
  await api.untilReplica();
  await until("all on the replica", NOTICED_MS, async () => {
    const { body } = await api.team.get("/api/contacts?limit=1");
    return Object(body).total === emails.length;
  });
  const before = await api.reads();
  const answer = await fetch(`${api.url}/api/contacts/export?format=ndjson`, {
    headers: { Authorization: basic("", owner.key) },
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader?.read())?.value ?? "";
  await postgres.standby.kill();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) text += part.value;
  } finally {
    await postgres.standby.start();
  }
  const { replica, primary } = await api.reads();
  expect(replica).toBeGreaterThan(before.replica);
  expect(primary).toBeGreaterThan(before.primary);
  const exported = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).emails[0].value);
  expect(exported).toHaveLength(emails.length);
  expect(new Set(exported)).toEqual(new Set(emails));
});

test.each([
  ["another server", (url: URL) => void (url.href = inject("postgresUrl")), /has other data/],
  [
    "another database",
    (url: URL) => void (url.pathname = "/postgres"),
    /names the database postgres, and DATABASE_URL/,
  ],
  [
    "the primary itself",
    (url: URL) => void (url.port = new URL(postgres.url).port),
    /is no standby, but a primary/,
  ],
])("%s isn't read, and the warning says what is wrong", async (_, change, warning) => {
  const owner = await teamOf(["p1@example.com"]);
  const url = new URL(postgres.standby.url);
  change(url);
  await using api = await startReadingApi(owner, { DATABASE_READ_URL: url.href });
  await until("a warning", NOTICED_MS, async () => (await api.warnings()).length > 0);
  expect((await api.warnings())[0]?.what).toMatch(warning);
  expect(await shown(api.team, "p1@example.com")).toEqual(ALL);
  expect((await api.reads()).replica).toBe(0);
  expect(api.output()).not.toContain(url.password);
});

test("the cluster names the standby, and tells no lag that the API's role may not see", async () => {
  await using api = await startReadingApi(await stack.newTeam());
  const standbys = async () => Cluster.parse((await api.team.get("/api/cluster")).body).replicas;
  expect(await standbys()).toEqual([{ of: "records", name: expect.any(String), state: "unknown" }]);
  const role = sql.id(new URL(stack.urls?.api ?? "").username);
  await sql`grant pg_read_all_stats to ${role}`.execute(stack.db);
  try {
    await expect
      .poll(standbys, { timeout: NOTICED_MS })
      .toMatchObject([{ state: "streaming", lagBytes: expect.any(Number) }]);
  } finally {
    await sql`revoke pg_read_all_stats from ${role}`.execute(stack.db);
  }
});

test("where the API's role may not ask the servers who they are, lists come from the primary, and the warning says why", async () => {
  const team = await stack.newTeam();
  await sql`revoke execute on function pg_control_system() from public`.execute(stack.db);
  try {
    await using api = await startReadingApi(team, { DATABASE_READ_MAX_LAG_MS: "3000" });
    await expect
      .poll(async () => (await api.warnings())[0]?.what, { timeout: NOTICED_MS })
      .toMatch(/permission denied for function pg_control_system/);
    expect((await api.team.get("/api/contacts")).status).toBe(200);
    expect((await api.reads()).replica).toBe(0);
  } finally {
    await sql`grant execute on function pg_control_system() to public`.execute(stack.db);
  }
});

test("a standby that is promoted isn't read any more", async () => {
  const owner = await teamOf(["p1@example.com"]);
  await using api = await startReadingApi(owner);
  await api.untilReplica();
  await postgres.standby.run("select pg_promote()");
  await until("a warning", NOTICED_MS, async () => (await api.warnings()).length > 0);
  expect((await api.warnings())[0]?.what).toMatch(/is no standby, but a primary/);
  await api.team.contact({ email: "joan@example.com" });
  expect(await shown(api.team, "joan@example.com")).toEqual(ALL);
});
