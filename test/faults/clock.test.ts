import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "@onefold/embedded";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { finishedJobs, postContact } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import { THOROUGH } from "../support/thorough.ts";

const DAY_S = 86_400;
const api = new URL("./support/faulty-api.ts", import.meta.url);
const worker = new URL("./support/faulty-worker.ts", import.meta.url);

/** With a key: what is wrong is told to nobody else. */
async function readiness(url: string, key: string) {
  const answer = await fetch(`${url}/readyz`, { headers: { authorization: `Bearer ${key}` } });
  return { status: answer.status, text: await answer.text() };
}

describe.each(mostly("redis"))("on %s", (backend) => {
  test(
    "a worker 40 days ahead drops nothing and takes nothing, until its clock is right",
    THOROUGH,
    async () => {
      await using cluster = await createCluster(backend);
      const { url } = await cluster.startApi();
      const post = async (email: string) => {
        const answer = await postContact(url, cluster.key, { email }, { prefer: "respond-async" });
        return answer.body.job?.id ?? "";
      };
      const before = await post("before@example.com");
      {
        await using _right = await cluster.startWorker();
        await finishedJobs(url, cluster.key, [before]);
      }
      const counted = () =>
        sql<{ receipts: number; days: number }>`
        select (select count(*)::int from receipts) as receipts,
               (select count(*)::int from pg_inherits where inhparent = 'receipts'::regclass) as days`
          .execute(cluster.db)
          .then(({ rows }) => rows);
      const all = await counted();
      const port = await findFreePort();
      const env = { CLOCK_OFF: String(40 * DAY_S), HEALTH_PORT: String(port) };
      const wrong = await cluster.spawnWorker(env, worker);
      await wrong.waitForOutput(/the clock is wrong: no chunks are taken/);
      const health = `http://127.0.0.1:${port}`;
      expect(await readiness(health, cluster.key)).toMatchObject({
        status: 503,
        text: expect.stringMatching(/clock is \d+ s ahead of the database's.*NTP/),
      });

      const after = await post("after@example.com");
      expect(await counted()).toEqual(all);
      process.kill(wrong.pid, "SIGUSR2");
      expect(await finishedJobs(url, cluster.key, [before, after])).toMatchObject([
        { status: "completed", httpStatus: 201 },
        { status: "completed", httpStatus: 201 },
      ]);
      expect((await readiness(health, cluster.key)).status).toBe(200);
      // It jumps again, this time while it works.
      process.kill(wrong.pid, "SIGUSR2");
      await wrong.waitForOutput(/chunks are taken[^]*no chunks are taken/);
      const last = await post("last@example.com");
      process.kill(wrong.pid, "SIGUSR2");
      expect(await finishedJobs(url, cluster.key, [last])).toMatchObject([{ status: "completed" }]);
    },
  );

  test("an API 31 days behind accepts nothing and says so, from the moment on; reads go on", async () => {
    await using cluster = await createCluster(backend);
    const { url, pid } = await cluster.spawnApi({ CLOCK_OFF: String(-31 * DAY_S), CLOCK_RIGHT: "1" }, api);
    await cluster.startWorker();
    const contact = { email: "jane@example.com" };
    const first = await postContact(url, cluster.key, contact);
    expect(first.status).toBe(201);

    process.kill(pid, "SIGUSR2");
    const refused = await expectEventually(async () => {
      const answer = await postContact(url, cluster.key, contact);
      return answer.status === 503 ? answer : undefined;
    });
    expect(JSON.stringify(refused.body)).toContain("clock of this server is wrong");
    const headers = { authorization: `Bearer ${cluster.key}` };
    const upload = {
      method: "POST",
      headers: { ...headers, "content-type": "text/csv" },
      body: "email\na@example.com",
    };
    expect((await fetch(`${url}/api/contacts/batch`, upload)).status).toBe(503);
    const contactUrl = `${url}/api/contacts/${first.body.data?._id}`;
    expect((await fetch(contactUrl, { method: "DELETE", headers })).status).toBe(503);
    expect((await fetch(contactUrl, { headers })).status).toBe(200);
    expect((await fetch(`${url}/api/jobs/${first.body.job?.id}`, { headers })).status).toBe(200);
    const unready = await expectEventually(async () => {
      const answer = await readiness(url, cluster.key);
      return answer.status === 503 ? answer : undefined;
    });
    expect(unready.text).toMatch(/clock is \d+ s behind the database's.*NTP/);

    process.kill(pid, "SIGUSR2");
    const again = await expectEventually(async () => {
      const answer = await postContact(url, cluster.key, contact);
      return answer.status === 200 ? answer : undefined;
    });
    expect(again.body.data?._id).toBe(first.body.data?._id);
  });
});

/** A signal takes a moment to arrive; what it changes then holds at once. */
async function expectEventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(20);
  }
}
