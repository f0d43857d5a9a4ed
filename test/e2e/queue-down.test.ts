import { expect, test } from "vitest";
import { ASYNC, refused } from "./support/client.ts";
import { startStack } from "./support/stack.ts";
import type { Stack, TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { THOROUGH } from "../support/thorough.ts";

/** A 503 comes within a deadline: the API's own is 5 s. */
const DEADLINE_MS = 7_000;
const RECOVERY_MS = 30_000;

test.concurrent(
  "Redis away: POSTs are answered 503 in time, reads go on; once it is back the same processes work again",
  THOROUGH,
  async () => {
    await using stack = await startStack({ queue: "redis" });
    const { redis, api } = stack;
    const team = await stack.newTeam();
    await team.contact({ email: "jane@example.com" });
    await redis?.kill();

    // The first one meets a connection that breaks, the next ones none at all.
    for (const headers of [{}, ASYNC, { Prefer: "wait=30" }]) {
      const started = performance.now();
      const answer = await team.post("/api/contacts", { email: "john@example.com" }, { headers });
      expect(performance.now() - started).toBeLessThan(DEADLINE_MS);
      expect(refused(answer, 503, "UNAVAILABLE").message).toMatch(/retry/i);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(JSON.stringify(answer.body)).not.toMatch(/redis|ECONN|127\.0\.0\.1/i);
    }
    expect((await team.readContact("jane@example.com")).email).toBe("jane@example.com");
    refused(await team.post("/api/contacts", { email: "nope" }), 400, "INVALID_EMAIL");
    expect((await stack.anyone.get("/livez")).status).toBe(200);
    const problems = await until("not ready", DEADLINE_MS, async () => {
      const { status, body } = await team.get("/readyz");
      return status === 503 && JSON.stringify(body);
    });
    expect(problems).toContain(`127.0.0.1:${redis?.port}`);
    // Whoever asks without a key learns no address.
    expect((await stack.anyone.get("/readyz")).body).toEqual({ status: "not ready" });

    await redis?.restart();
    await until("a POST is applied again", RECOVERY_MS, async () => {
      const answer = await team.post("/api/contacts", { email: "john@example.com" });
      if (answer.status === 503) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      return answer.status === 201 || answer.status === 200;
    });
    await until("ready again", RECOVERY_MS, async () => (await stack.anyone.get("/readyz")).status === 200);
    expect(stack.api).toBe(api);
    expect((await team.get("/api/team")).status).toBe(200);
  },
);

test.concurrent("what was answered 202 survives a Redis that is killed, and ends once it is back", async () => {
  await using stack = await startStack({ queue: "redis", worker: false });
  const team = await stack.newTeam();
  const accepted = await Promise.all(
    Array.from({ length: 50 }, (_, i) => team.acceptedContact({ email: `p${i}@example.com` })),
  );
  await stack.redis?.kill("SIGKILL");
  await stack.redis?.restart();
  await stack.startWorker();
  await allCreated(
    team,
    accepted.map(({ body }) => body.job.id),
  );
  await untilAccepts(stack, team);
});

test.concurrent(
  "an API and a worker that are stopped while Redis is away end by their deadlines",
  THOROUGH,
  async () => {
    await using stack = await startStack({
      queue: "redis",
      processes: true,
      env: { DRAIN_MS: "500", STOP_MS: "500" },
    });
    const team = await stack.newTeam();
    await team.contact({ email: "jane@example.com" });
    await stack.redis?.kill();
    // Both reject where the process has to be killed.
    await Promise.all([stack.stopApi(), stack.stopWorker()]);
  },
);

async function allCreated(team: TestTeam, jobIds: readonly string[]): Promise<void> {
  const jobs = await Promise.all(jobIds.map((id) => team.job(id, 30)));
  expect(jobs.map(({ status, counts }) => [status, counts.created])).toEqual(
    jobIds.map(() => ["completed", 1]),
  );
}

/** So that the API has noticed before it is stopped. */
async function untilAccepts(stack: Stack, team: TestTeam): Promise<void> {
  await until("a POST is accepted again", RECOVERY_MS, async () => {
    const { status } = await team.post("/api/contacts", { email: "p0@example.com" }, { headers: ASYNC });
    return status === 202;
  });
  expect((await stack.anyone.get("/livez")).status).toBe(200);
}
