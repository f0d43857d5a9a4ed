import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { finishedJobs, postContact } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import { THOROUGH } from "../support/thorough.ts";

const ASYNC = { prefer: "respond-async" };

describe.each(mostly("postgres"))("an outage of Postgres, the queue on %s", (backend) => {
  test(
    "every connection cut under load, three times: no process ends, and every accepted job does",
    { ...THOROUGH, timeout: 120_000 },
    async () => {
      await using cluster = await createCluster(backend);
      const [api, ...workers] = await Promise.all([
        cluster.spawnApi(),
        cluster.spawnWorker(),
        cluster.spawnWorker(),
      ]);
      const accepted: string[] = [];
      const loading = new AbortController();
      const load = Promise.all(
        Array.from({ length: 8 }, async (_, client) => {
          for (let i = 0; !loading.signal.aborted; i++) {
            const person = `person${client}-${i % 50}@example.com`;
            const { status, body } = await postContact(api.url, cluster.key, { email: person }, ASYNC);
            // A request that meets the cut may be told to try again.
            expect([202, 503]).toContain(status);
            if (status === 202) accepted.push(body.job?.id ?? "");
          }
        }),
      );
      // A client whose request broke, since the API ended, ends the test.
      load.catch(() => loading.abort());
      for (let round = 0; round < 3; round++) {
        const before = accepted.length;
        await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`.execute(cluster.db);
        while (!loading.signal.aborted && accepted.length < before + 50) await delay(10);
      }
      loading.abort();
      await load;

      const jobs = await finishedJobs(api.url, cluster.key, accepted);
      expect(jobs.filter((job) => job.status !== "completed")).toEqual([]);
      // Still the same processes.
      for (const each of [api, ...workers]) expect((await each.kill()).code).toBe(0);
    },
  );
});

test("a worker that can't start, for a queue that was not migrated, says so and ends", async () => {
  await using cluster = await createCluster("postgres");
  await expect(cluster.spawnWorker({ QUEUE_NAMESPACE: "other" })).rejects.toThrow(
    /ended before[^]*onefold migrate/,
  );
});
