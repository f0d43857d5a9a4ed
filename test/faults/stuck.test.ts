import { sql } from "kysely";
import { expect, test } from "vitest";
import { startStack } from "../e2e/support/stack.ts";
import type { Stack } from "../e2e/support/stack.ts";
import { spawnApp } from "../support/spawn-app.ts";
import { THOROUGH } from "../support/thorough.ts";

const STUCK =
  /"level":60.*Chunks have waited for over 2 s while this worker takes none\..*the worker is stuck/;

test("a worker that takes none of the chunks that wait says so and ends with an error, whatever it hangs on", async () => {
  await using stack = await startStack({ worker: false, env: { STUCK_MS: "2000", DRAIN_MS: "500" } });
  const team = await stack.newTeam();
  const { job } = (await team.acceptedContact({ email: "jane@example.com" })).body;
  {
    await using _lock = await lockQueue(stack);
    await using worker = await spawnApp("worker", stack.env);
    expect(await worker.exited).toEqual({ code: 1, signal: null });
    expect(worker.output()).toMatch(STUCK);
  }
  await using next = await spawnApp("worker", stack.env);
  expect((await team.job(job.id, 20)).status).toBe("completed");
  expect(await next.kill()).toEqual({ code: 0, signal: null });
});

test("where it can, it closes before: long before it would be made to end", THOROUGH, async () => {
  await using stack = await startStack({ worker: false, env: { STUCK_MS: "2000", DRAIN_MS: "60000" } });
  const team = await stack.newTeam();
  const { job } = (await team.acceptedContact({ email: "jane@example.com" })).body;
  await using lock = await lockQueue(stack);
  await using worker = await spawnApp("worker", stack.env);
  await worker.waitForOutput(STUCK);
  await lock[Symbol.asyncDispose]();
  expect(await worker.exited).toEqual({ code: 1, signal: null });
  await using _next = await spawnApp("worker", stack.env);
  expect((await team.job(job.id, 30)).status).toBe("completed");
});

/** Claims wait for it, and looking at the queue doesn't: chunks are seen, and none is had. */
async function lockQueue({ db }: Stack): Promise<AsyncDisposable> {
  const released = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const locking = db.transaction().execute(async (trx) => {
    await sql`lock table onefold_queue.job in exclusive mode`.execute(trx);
    locked.resolve();
    await released.promise;
  });
  await locked.promise;
  return {
    async [Symbol.asyncDispose]() {
      released.resolve();
      await locking;
    },
  };
}
