import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { noteWatermark } from "@onefold/records";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { spawnApp } from "../support/spawn-app.ts";
import { useStack } from "./support/on-each-backend.ts";
import { until } from "./support/until.ts";

const stack = useStack();

type Apis = Awaited<ReturnType<typeof startApis>>;

/** An API of two processes on the stack's stores, beside the stack's own API. */
async function startApis(more: Record<string, string> = {}) {
  const api = await spawnApp("api", {
    ...stack().env,
    API_PROCESSES: "2",
    HEALTH_DETAILS: "public",
    ...more,
  });
  await api.waitForOutput(/all API processes are at work/);
  const team = await stack().newTeam();
  const headers = { Authorization: `Bearer ${team.key}`, "Content-Type": "application/json" };
  return {
    api,
    /** Each on a connection of its own, so that the processes have it in turn. */
    ask: async (method: string, path: string, body?: object) =>
      await fetch(`${api.url}${path}`, {
        method,
        headers: { ...headers, Connection: "close" },
        ...(body && { body: JSON.stringify(body) }),
      }),
    children: () => childrenOf(api.pid),
  };
}

async function childrenOf(pid: number): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    pids.map(async (each) => / \(.*\) \S (\d+)/.exec(await statOf(each))?.[1]),
  );
  return pids.filter((_, at) => parents[at] === String(pid)).map(Number);
}

const statOf = (pid: number | string) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
const isGone = async (pid: number) => !/ \(.*\) [^Z]/.test(await statOf(pid));

describe("two API processes on one port", () => {
  let apis: Apis;
  beforeAll(async () => {
    apis = await startApis();
  });
  afterAll(async () => {
    await apis.api[Symbol.asyncDispose]();
  });

  test("have their connections in turn, and are counted as one", async () => {
    const { api, ask, children } = apis;
    expect(await children()).toHaveLength(2);
    const people = Array.from({ length: 30 }, (_, i) => ({ email: `p${i}@example.com` }));
    const answers = await Promise.all(people.map((person) => ask("POST", "/api/contacts", person)));
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 201));
    // The log is written a little later.
    await until("both have answered some", 20_000, async () => {
      const answered = api.output().matchAll(/"pid":(\d+)[^\n]*"route":"\/api\/contacts"/g);
      return new Set(Array.from(answered, ([, pid]) => pid)).size === 2;
    });
    // It would be twice as much if those of each process were added.
    await noteWatermark(stack().db, { passedBefore: 1_795_435_200_000, lookedAt: Date.now() });
    for (let scrape = 0; scrape < 4; scrape++) {
      const counted = await (await ask("GET", "/metrics")).text();
      expect(counted).toContain('onefold_accepted_items_total{entity="contact"} 30\n');
      expect(counted).toContain("onefold_watermark_timestamp_seconds 1795435200\n");
    }
  });

  test("tell that one of them stands still, where it is asked what it counts", async () => {
    const { ask, children } = apis;
    const [frozen = 0] = await children();
    process.kill(frozen, "SIGSTOP");
    try {
      // The frozen one gets connections in its turn, and answers none of them.
      const asked = Array.from({ length: 3 }, () => ask("GET", "/metrics"));
      for (const each of asked) each.catch(() => {});
      const refused = await Promise.race(asked);
      expect(refused.status).toBe(503);
      expect(await refused.text()).toContain("Not all API processes told in time");
    } finally {
      process.kill(frozen, "SIGCONT");
    }
    await until("they tell again", 20_000, async () => (await ask("GET", "/metrics")).status === 200);
  });

  test("are two again after one has died, and count on", async () => {
    const { api, ask, children } = apis;
    const [first = 0, second = 0] = await children();
    process.kill(second, "SIGKILL");
    await api.waitForOutput(/an API process ended; it is started again/);
    // One that is still starting isn't waited for.
    for (let i = 0; i < 4; i++)
      expect(await (await ask("GET", "/metrics")).text()).toContain(
        'onefold_accepted_items_total{entity="contact"} 30\n',
      );
    await until("two are there", 30_000, async () => (await children()).length === 2);
    expect(await children()).toContain(first);
  });

  test("end where the one that started them is killed", async () => {
    const { api, children } = apis;
    const pids = await children();
    await api.kill("SIGKILL");
    await until("they are gone", 20_000, async () => (await Promise.all(pids.map(isGone))).every(Boolean));
  });
});

test("two API processes stop together, and answer what is under way", async () => {
  const { api, ask, children } = await startApis();
  const pids = await children();
  const jane = { email: "jane@example.com" };
  expect((await ask("POST", "/api/contacts", jane)).status).toBe(201);
  const { db } = stack();
  const held = await db.startTransaction().execute();
  let waiting: Promise<Response>[];
  let stopped: Promise<void>;
  try {
    await sql`select from contacts where fields ->> 'email' = ${jane.email} for update`.execute(held);
    waiting = Array.from({ length: 12 }, () => ask("POST", "/api/contacts", jane));
    await until("all are accepted", 20_000, async () =>
      (await (await ask("GET", "/metrics")).text()).includes('accepted_items_total{entity="contact"} 13\n'),
    );
    stopped = api.stop(20_000);
    await api.waitForOutput(/the API processes stop/);
  } finally {
    await held.rollback().execute();
  }
  for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(200);
  await stopped;
  expect(await Promise.all(pids.map(isGone))).toEqual([true, true]);
});

test("two API processes that can't listen say so once", async () => {
  await using other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const PORT = typeof address === "object" ? String(address?.port) : "";
  const error = await startApis({ PORT }).catch((thrown: unknown) => thrown);
  expect(String(error).match(/is in use by another program/g)).toHaveLength(1);
  expect(String(error)).toContain("why stands above");
});
