import { describe, expect, test } from "vitest";
import { times } from "../support/thorough.ts";
import { finishedJobs, postContact } from "./support/client.ts";
import { createCluster, mostly } from "./support/cluster.ts";
import { seededRandom } from "./support/seeded-random.ts";

const FAULTY_WORKER = new URL("./support/faulty-worker.ts", import.meta.url);
const UPDATES = times(30, 500);
const FIELDS = ["firstName", "lastName", "jobTitle", "phone"] as const;
const VALUES = ["red", "green", "blue"] as const;

describe.each(mostly("redis"))("G4 on %s", (backend) => {
  test(`${UPDATES} updates of one person, each sent after the 202 of the one before: the last of each field stands`, async () => {
    const random = seededRandom();
    await using cluster = await createCluster(backend);
    const { db, key } = cluster;
    const api = await cluster.startApi();
    // One worker holds the first update before its commit, and the lock of the person with it; one has set the
    // second aside and tries it again and again. Both are killed when the others are ready, so that the first
    // update is committed late, and the second is delivered again after its commit.
    const late = await cluster.spawnWorker(
      // Its clock is wrong until the first is held, so that it takes nothing.
      { FAULT_POINT: "after-commit", LOG_LEVEL: "debug", CLOCK_OFF: "3600" },
      FAULTY_WORKER,
    );
    const early = await cluster.spawnWorker(
      { FAULT_POINT: "before-commit", CLOCK_OFF: "3600", CLOCK_RIGHT: "1" },
      FAULTY_WORKER,
    );
    const last = new Map<string, string>();
    const jobIds: string[] = [];

    await update(0);
    await early.waitForOutput(/"at":"before-commit"/);
    // It keeps what it has and takes nothing more, so that the second update is left to the other.
    process.kill(early.pid, "SIGUSR2");
    await early.waitForOutput(/no chunks are taken/);
    await update(1);
    process.kill(late.pid, "SIGUSR2");
    await late.waitForOutput(/"held":1/);
    const workers = await Promise.all(Array.from({ length: 4 }, () => cluster.spawnWorker()));
    await early.kill("SIGKILL");
    await late.waitForOutput(/"at":"after-commit"/);
    await late.kill("SIGKILL");
    for (let i = 2; i < UPDATES; i++) await update(i);

    const jobs = await finishedJobs(api.url, key, jobIds);
    expect(jobs.filter((job) => job.status !== "completed")).toEqual([]);
    const { fields } = await db.selectFrom("contacts").select("fields").executeTakeFirstOrThrow();
    for (const [field, value] of last) expect(fields[field], field).toBe(value);

    // Else the test would have shown nothing. The person's lock makes the order of the receipts that of the commits.
    const receipts = await db
      .selectFrom("receipts")
      .select(["clock", "result"])
      .orderBy("finished_at")
      .execute();
    const clocks = receipts.map((receipt) => receipt.clock);
    expect(clocks).not.toEqual(clocks.toSorted((a, b) => a - b));
    expect(jobs.filter((job) => JSON.stringify(job.result).includes('"unmodified"')).length).toBeGreaterThan(
      0,
    );
    // Where the machine is busy, the late one may have got the first again. What was committed late comes back by itself.
    const output = () => [late, ...workers].map((worker) => worker.output()).join("");
    expect(output()).toContain("a chunk was delivered again");
    await expect.poll(output).toContain("items that have a receipt were skipped");

    async function update(i: number): Promise<void> {
      const field = random.pick(FIELDS);
      // The first sets every field, so that what comes late has something to overwrite.
      const set =
        i === 0
          ? Object.fromEntries(FIELDS.map((name) => [name, "first"]))
          : { [field]: random.pick(VALUES) };
      const { status, body } = await postContact(
        api.url,
        key,
        { email: "jane@example.com", ...set },
        { prefer: "respond-async" },
      );
      expect(status).toBe(202);
      jobIds.push(body.job?.id ?? "");
      for (const [name, value] of Object.entries(set)) last.set(name, value);
    }
  }, 120_000);
});
