import { once } from "node:events";
import { connect } from "node:net";
import { Readiness } from "@onefold/contract";
import { findFreePort } from "@onefold/embedded";
import { prepareQueue } from "@onefold/queue";
import { expect, test } from "vitest";
import { spawnApp } from "../support/spawn-app.ts";
import { startApp } from "../support/start-app.ts";
import { ASYNC, refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { startStack } from "./support/stack.ts";
import type { Stack } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { THOROUGH } from "../support/thorough.ts";

/** The checks are kept for a few seconds. */
const NOTICED_MS = 10_000;
/** A process that was silent for 20 seconds is missed, and one that is back is seen within five. */
const SILENCE_MS = 40_000;

test.concurrent("a Redis that may lose chunks makes it unready, with what to set for each; that done, it is ready again", async () => {
  await using stack = await startStack({ queue: "redis", worker: false });
  const team = await stack.newTeam();
  expect(await readiness(team)).toEqual({ status: "ready", problems: [] });
  const wrong = [
    ["maxmemory-policy", "allkeys-lru", "noeviction"],
    ["appendonly", "no", "yes"],
    ["appendfsync", "everysec", "always"],
  ] as const;
  for (const [name, value] of wrong) await tellRedis(stack, `CONFIG SET ${name} ${value}`);
  const found = await problems(team);
  expect(found.map(({ what }) => what)).toEqual(
    wrong.map(([name, value]) => expect.stringContaining(`${name} is ${value}`)),
  );
  expect(found.map(({ fix }) => fix)).toEqual(
    wrong.map(([name, , right]) => expect.stringContaining(`CONFIG SET ${name} ${right}`)),
  );
  // It doesn't answer 202 for what a power loss could take.
  const answer = await team.post("/api/contacts", { email: "jane@example.com" }, { headers: ASYNC });
  refused(answer, 503, "UNAVAILABLE");
  expect(answer.headers.has("retry-after")).toBe(true);

  // Done as it says; for the last of them by the other way that it names, first.
  const [, , lastFix = ""] = found.map(({ fix }) => fix);
  expect(lastFix).toContain("DURABILITY=relaxed");
  await tellRedis(stack, "CONFIG SET maxmemory-policy noeviction");
  await tellRedis(stack, "CONFIG SET appendonly yes");
  {
    await using relaxed = await startApp("api", { ...stack.env, DURABILITY: "relaxed" });
    expect((await fetch(`${relaxed.url}/readyz`)).status).toBe(200);
  }
  await tellRedis(stack, "CONFIG SET appendfsync always");
  await until("ready", NOTICED_MS, async () => (await readiness(team)).status === "ready");
  expect((await team.post("/api/contacts", { email: "jane@example.com" }, { headers: ASYNC })).status).toBe(
    202,
  );
});

test.concurrent("a database that lacks a migration makes it unready, and says what to run", async () => {
  await using stack = await startStack({ worker: false });
  const team = await stack.newTeam();
  await stack.db.schema.alterTable("kysely_migration").renameTo("kysely_migration_away").execute();
  const [problem] = await problems(team);
  expect(problem?.what).toMatch(/lacks 2026-11-23-initial/);
  expect(problem?.fix).toMatch(/onefold migrate/);
  expect((await stack.anyone.get("/livez")).status).toBe(200);
});

test.concurrent(
  "while every worker stands still, answers say how long that lasts, and it stays ready with a warning",
  THOROUGH,
  async () => {
    await using stack = await startStack({ worker: false });
    const team = await stack.newTeam();
    await using frozen = await spawnApp("worker", stack.env);
    const { body: applied } = await team.contact({ email: "jane@example.com" });
    expect(applied.data.created).toBe(true);
    process.kill(frozen.pid, "SIGSTOP");
    try {
      let posted = 0;
      const post = () => team.acceptedContact({ email: `p${posted++}@example.com` });
      await until(
        "the wait is told",
        NOTICED_MS,
        async () => (await post()).body.job.estimatedStartMs >= 3_000,
      );
      const { warnings } = await until("a warning", SILENCE_MS, async () => {
        const found = await readiness(team);
        expect([found.status, found.problems]).toEqual(["ready", []]);
        return found.warnings && found;
      });
      expect(warnings?.[0]?.what).toMatch(/No worker was seen for \d+ s/);
      expect(Readiness.parse((await stack.anyone.get("/readyz")).body)).toEqual({ status: "ready" });
      expect((await post()).body.job.estimatedStartMs).toBeGreaterThan(20_000);
    } finally {
      process.kill(frozen.pid, "SIGCONT");
    }
    await until("no warning", SILENCE_MS, async () => !(await readiness(team)).warnings);
  },
);

test.concurrent("an API and workers that use different queues say so, both", THOROUGH, async () => {
  await using stack = await startStack({ worker: false });
  const team = await stack.newTeam();
  const elsewhere = { ...stack.env, QUEUE_NAMESPACE: "elsewhere" };
  await prepareQueue({
    url: stack.env["QUEUE_URL"] ?? stack.env["DATABASE_URL"] ?? "",
    namespace: "elsewhere",
    durability: "strict",
  });
  const port = await findFreePort();
  await using _worker = await startApp("worker", {
    ...elsewhere,
    HEALTH_PORT: `${port}`,
    HEALTH_DETAILS: "public",
  });
  const found = await problems(team, SILENCE_MS);
  expect(found[0]?.what).toMatch(/another queue/);
  expect(found[0]?.fix).toContain("QUEUE_NAMESPACE");
  await until("the worker says so", SILENCE_MS, async () => {
    const { problems: told = [] } = Readiness.parse(
      await (await fetch(`http://127.0.0.1:${port}/readyz`)).json(),
    );
    return told.some(({ what }) => what.includes("another queue"));
  });
});

async function readiness(client: Client): Promise<Readiness> {
  return Readiness.parse((await client.get("/readyz")).body);
}

async function problems(client: Client, withinMs = NOTICED_MS): Promise<NonNullable<Readiness["problems"]>> {
  return until("not ready", withinMs, async () => {
    const { status, body } = await client.get("/readyz");
    const found = Readiness.parse(body);
    expect(found.status).toBe(status === 200 ? "ready" : "not ready");
    return status === 503 && found.problems;
  });
}

/** An inline command, as one would type it. */
async function tellRedis({ redis }: Stack, command: string): Promise<void> {
  const socket = connect(redis?.port ?? 0, "127.0.0.1");
  try {
    socket.setEncoding("utf8").write(`${command}\r\n`);
    const [answer] = await once(socket, "data");
    expect(answer).toBe("+OK\r\n");
  } finally {
    socket.destroy();
  }
}
