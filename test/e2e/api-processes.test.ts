import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { noteWatermark } from "@onefold/records";
import { spawnApp } from "../support/spawn-app.ts";
import { useStack } from "./support/on-each-backend.ts";
import { until } from "./support/until.ts";

const stack = useStack();

/** An API of several processes on the stack's stores, beside the stack's own API. */
async function startApis(more: Record<string, string> = {}) {
  const api = await spawnApp("api", {
    ...stack().env,
    API_PROCESSES: "3",
    HEALTH_DETAILS: "public",
    ...more,
  });
  await api.waitForOutput(/all API processes are at work/);
  const team = await stack().newTeam();
  /** Each on a connection of its own, so that the processes have it in turn. */
  const ask = async (method: string, path: string, body?: object) =>
    await fetch(`${api.url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${team.key}`,
        "Content-Type": "application/json",
        Connection: "close",
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  return { api, ask, children: () => childrenOf(api.pid) };
}

async function childrenOf(pid: number): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    pids.map(
      async (each) =>
        / \(.*\) \S (\d+)/.exec(await readFile(`/proc/${each}/stat`, "utf8").catch(() => ""))?.[1],
    ),
  );
  return pids.filter((_, at) => parents[at] === String(pid)).map(Number);
}

describe("several API processes on one port", () => {
  test("have their connections in turn, are counted as one, and one that dies is started again", async () => {
    const { api, ask, children } = await startApis();
    await using _owned = api;
    const before = await children();
    expect(before).toHaveLength(3);
    const people = Array.from({ length: 30 }, (_, i) => ({ email: `p${i}@example.com` }));
    const answers = await Promise.all(people.map((person) => ask("POST", "/api/contacts", person)));
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 201));

    const metrics = async () => await (await ask("GET", "/metrics")).text();
    const counted = await metrics();
    expect(counted).toContain('onefold_accepted_items_total{entity="contact"} 30\n');
    expect(counted).toMatch(/^onefold_queue_waiting_chunks\{queue="bulk"\} 0$/m);
    // It would be three times as much if those of each process were added.
    await noteWatermark(stack().db, { passedBefore: 1_795_435_200_000, lookedAt: Date.now() });
    expect(await metrics()).toContain("onefold_watermark_timestamp_seconds 1795435200\n");

    process.kill(before[1] ?? 0, "SIGKILL");
    await api.waitForOutput(/an API process ended; it is started again/);
    await until("three are there again", 30_000, async () => (await children()).length === 3);
    for (let i = 0; i < 12; i++) expect((await ask("GET", "/livez")).status).toBe(200);
    await until("all of them count again", 30_000, async () => (await ask("GET", "/metrics")).status === 200);
  });

  test("stop together, and answer what is under way", async () => {
    const { api, ask, children } = await startApis();
    const pids = await children();
    const waiting = Array.from({ length: 12 }, (_, i) =>
      ask("POST", "/api/contacts", { email: `w${i}@example.com` }),
    );
    await Promise.race(waiting);
    await api.stop(20_000);
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(201);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  test("leave none behind when the one that started them is killed", async () => {
    const { api, children } = await startApis();
    const pids = await children();
    await api.kill("SIGKILL");
    const isGone = (pid: number) =>
      readFile(`/proc/${pid}/stat`, "utf8").then(
        (stat) => / Z /.test(stat),
        () => true,
      );
    await until("they are gone", 20_000, async () => (await Promise.all(pids.map(isGone))).every(Boolean));
  });

  test("say once that they can't listen", async () => {
    await using other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const PORT = typeof address === "object" ? String(address?.port) : "";
    const error = await startApis({ PORT }).catch((thrown: unknown) => thrown);
    expect(String(error).match(/is in use by another program/g)).toHaveLength(1);
    expect(String(error)).toContain("why stands above");
  });
});
