import { describe, expect, test } from "vitest";
import { BACKENDS, startStack } from "./support/stack.ts";
import { until } from "./support/until.ts";

describe.concurrent.each(BACKENDS)("queue in %s", (queue) => {
  test("everything is stopped and started again: all that was accepted is there, or is applied then", async () => {
    await using stack = await startStack({ queue, processes: true, env: { STOP_MS: "200" } });
    const team = await stack.newTeam();
    const applied = (await team.contact({ email: "jane@example.com", firstName: "Jane" })).body;
    const read = await team.readContact("jane@example.com");
    await stack.stopWorker();
    const waiting = team.acceptedContact({ email: "waits@example.com" }, { headers: { Prefer: "wait=60" } });
    const queued = await Promise.all(
      Array.from({ length: 20 }, (_, i) => team.acceptedContact({ email: `p${i}@example.com` })),
    );
    // By then the one that waits is in the queue too.
    await until("a backlog", 10_000, async () => {
      return (await team.acceptedContact({ email: "other@example.com" })).body.job.estimatedStartMs > 0;
    });
    const stopped = stack.stopApi();
    // It isn't cut off, but answered with the job that goes on.
    const { job } = (await waiting).body;
    await stopped;
    await (stack.redis ?? stack.redisCluster)?.restart();
    await stack.startApi();

    expect(await team.readContact("jane@example.com")).toEqual(read);
    expect((await team.job(applied.job.id)).result).toEqual(applied);
    expect((await team.job(job.id)).status).toBe("queued");

    await stack.startWorker();
    for (const id of [job.id, ...queued.map(({ body }) => body.job.id)])
      expect(await team.job(id, 30)).toMatchObject({ status: "completed", counts: { created: 1 } });
    for (const email of ["waits@example.com", ...queued.map((_, i) => `p${i}@example.com`)])
      expect((await team.readContact(email)).emails).toEqual([{ value: email }]);
    // What was there is known, and clocks go on from where they were.
    const { data } = (await team.contact({ email: "jane@example.com", firstName: "Joan" })).body;
    expect(data).toMatchObject({ _id: applied.data._id, outcome: "updated", fields: { firstName: "Joan" } });
  });
});
