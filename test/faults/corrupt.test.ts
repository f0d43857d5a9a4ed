import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { finishedJobs, postContact } from "./support/client.ts";
import { createCluster } from "./support/cluster.ts";

test("a chunk whose data is corrupt: its requests and rows are rejected by their names, and its job ends", async () => {
  await using cluster = await createCluster("redis");
  const { url } = await cluster.startApi();
  const headers = { authorization: `Bearer ${cluster.key}` };
  const single = await postContact(url, cluster.key, { email: "a@example.com" }, { prefer: "respond-async" });
  const upload = await fetch(`${url}/api/contacts/batch`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/x-ndjson" },
    body: Array.from({ length: 120 }, (_, row) => JSON.stringify({ email: `p${row}@example.com` })).join(
      "\n",
    ),
  });
  expect([single.status, upload.status]).toEqual([202, 202]);
  const accepted: { job: { id: string } } = JSON.parse(await upload.text());

  const redis = new Redis(cluster.redis?.url ?? "");
  // The single request, and the first of the two chunks of the upload.
  for (const lane of ["interactive", "bulk"]) {
    const [oldest] = await redis.lrange(`onefold:${lane}:wait`, -1, -1);
    await redis.hset(`onefold:${lane}:${oldest}`, "data", '{"version":2,"bodies":[');
  }
  redis.disconnect();
  await using worker = await cluster.startWorker();

  const jobs = await finishedJobs(url, cluster.key, [single.body.job?.id ?? "", accepted.job.id]);
  expect(jobs[0]).toMatchObject({ status: "failed", httpStatus: 422, error: { code: "UNREADABLE" } });
  expect(jobs[1]).toMatchObject({
    status: "completed_with_errors",
    counts: { total: 120, created: 20, rejected: 100 },
  });
  expect(worker.output()).not.toContain("stalled");
});
