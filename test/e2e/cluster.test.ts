import { Cluster } from "@onefold/contract";
import { VERSION } from "@onefold/process";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Client } from "./support/client.ts";
import { ASYNC } from "./support/client.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import { startStack } from "./support/stack.ts";

const look = async (team: Client) => Cluster.parse((await team.get("/api/cluster")).body);

/** Of the process with that app, as its next report has it. */
function process(team: Client, app: "api" | "worker") {
  return expect.poll(
    async () => (await look(team)).processes.find((each) => each.app === app && !each.isSilent),
    { timeout: 20_000 },
  );
}

/** What all of its processes did in the seconds that they tell of. */
function secondsOf({ processes }: Cluster) {
  const sum = { accepted: 0, applied: 0, rejected: 0, conflicts: 0 };
  for (const { lastSeconds = [] } of processes)
    for (const { at: _, ...second } of lastSeconds)
      for (const name of ["accepted", "applied", "rejected", "conflicts"] as const) sum[name] += second[name];
  return sum;
}

onEachBackend(
  (stack) => {
    test("it tells of its processes, of what waits in its queue, and of who is silent", async () => {
      const team = await stack().newTeam();
      await process(team, "api").toMatchObject({ version: VERSION, usesThisQueue: true });
      expect((await look(team)).processes.filter(({ app }) => app === "worker")).toEqual([]);

      await team.post("/api/contacts", { email: "jane@example.com" }, { headers: ASYNC });
      const { queue, problems } = await lookAnew(team);
      expect(problems).toEqual([]);
      expect(queue.parked).toEqual({ chunks: 0 });
      const waiting = queue.shards.map(({ lanes }) => lanes?.interactive.waiting ?? NaN);
      expect(waiting.reduce((sum, count) => sum + count, 0)).toBe(1);
      const oldest = queue.shards.flatMap(({ lanes }) => lanes?.interactive.oldestMs ?? []);
      expect(oldest).toHaveLength(1);

      await stack().startWorker();
      await process(team, "worker").toMatchObject({
        version: VERSION,
        usesThisQueue: true,
        chunks: { interactive: { busy: 0 }, bulk: { busy: 0 } },
        commits: { busy: 0, of: 3 },
      });
      const { processes } = await look(team);
      for (const each of processes) expect(Math.abs(each.clockAheadMs ?? NaN)).toBeLessThan(5_000);
      await expect
        .poll(async () =>
          (await look(team)).queue.shards.every(({ lanes }) => lanes?.interactive.waiting === 0),
        )
        .toBe(true);

      // Each second is told once, by whoever did it, for as long as others may look.
      await expect
        .poll(async () => secondsOf(await look(team)), { timeout: 20_000 })
        .toEqual({ accepted: 1, applied: 1, rejected: 0, conflicts: 0 });

      // One of a version before says nothing of itself, and one that was killed doesn't say that it ends.
      await sql`
      insert into processes (process_id, app, queue_id, seen_at) values
        ('before', 'worker', (select queue_id from processes limit 1), now()),
        ('killed', 'worker', 'another', now() - interval '30 seconds')`.execute(stack().db);
      const told = new Map((await lookAnew(team)).processes.map((each) => [each.name, each]));
      expect(told.get("before")).toMatchObject({ isSilent: false, usesThisQueue: true });
      expect(told.get("killed")).toMatchObject({ isSilent: true, usesThisQueue: false });
      await stack().stopWorker();
      const left = (await lookAnew(team)).processes.map(({ app, name }) => (app === "worker" ? name : app));
      expect(left).toEqual(["api", "before", "killed"]);
    });
  },
  { worker: false },
);

test("while the queue is away, its shard says so, and nobody is accused", async () => {
  await using stack = await startStack({ queue: "redis", failures: true });
  const team = await stack.newTeam();
  await process(team, "worker").toMatchObject({ usesThisQueue: true });
  await stack.redis?.kill();
  const { seenAt } = (await lookAnew(team)).processes.find(({ app }) => app === "worker") ?? {};
  const { queue, processes, problems } = await lookAnew(team);
  expect(queue.shards).toEqual([{ shard: 0, problem: expect.any(String) }]);
  expect(problems).toHaveLength(1);
  expect(processes.map(({ usesThisQueue, isSilent }) => ({ usesThisQueue, isSilent }))).toEqual([
    { isSilent: false },
    { isSilent: false },
  ]);
  // It goes on to announce itself.
  await expect
    .poll(async () => (await look(team)).processes.find(({ app }) => app === "worker")?.seenAt, {
      timeout: 40_000,
    })
    .not.toBe(seenAt);
});

/** An answer is kept for a second. */
async function lookAnew(team: Client): Promise<Cluster> {
  const { at } = await look(team);
  let last: Cluster | undefined;
  await expect
    .poll(async () => (last = await look(team)).at, { interval: 100, timeout: 10_000 })
    .not.toBe(at);
  if (last === undefined) throw new Error("It was never looked at.");
  return last;
}
