import type { ItemRef, Upsert } from "@onefold/contract";
import { createProducer } from "@onefold/queue";
import { createJob, endUpload, readJob, takeRows } from "@onefold/records";
import { expect, test } from "vitest";
import { onEachBackend } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";

const CHUNK = 500;
const ROWS = 10 * CHUNK;

onEachBackend((stack) => {
  test("a batch is worked off beside single requests, and its job ends by itself", async () => {
    const team = await stack().newTeam();
    await using producer = await createProducer({
      url: stack().env["QUEUE_URL"] ?? stack().env["DATABASE_URL"] ?? "",
      durability: "strict",
      floor: 0,
    });
    const name = { teamId: team.teamId, jobId: "job_of_rows", acceptedAt: Date.now() };
    await createJob(stack().db, {
      ...name,
      entity: "contact",
      userId: team.userId,
      keyId: "key_1",
      options: { onConflict: "prefer", dryRun: false },
      leaseSeconds: 60,
    });
    for (let from = 0; from < ROWS; from += CHUNK) {
      await producer.submitBulk(Array.from({ length: CHUNK }, (_, index) => rowOf(team, name, from + index)));
      await takeRows(stack().db, name, {
        from,
        to: from + CHUNK,
        digest: Buffer.from("digest"),
        leaseSeconds: 60,
      });
    }
    for (let index = 0; index < 5; index++)
      expect((await team.contact({ email: `single-${index}@example.com` })).status).toBe(201);

    await until("all rows", 60_000, async () => (await job())?.counts.created === ROWS);
    expect((await job())?.finishedAt).toBeUndefined();
    await endUpload(stack().db, name, { leaseSeconds: 60 });
    await until("the end", 10_000, async () => (await job())?.finishedAt !== undefined);
    expect(await job()).toMatchObject({ status: "completed", counts: { total: ROWS, created: ROWS } });

    function job() {
      return readJob(stack().db, name.teamId, name.jobId);
    }
  }, 120_000);
});

function rowOf(
  { userId }: TestTeam,
  name: Omit<ItemRef, "row">,
  row: number,
): { ref: ItemRef; upsert: Upsert } {
  return {
    ref: { ...name, row, upload: true },
    upsert: {
      entity: "contact",
      userId,
      keyId: "key_1",
      onConflict: "prefer",
      identifiers: [{ kind: "email", value: `row-${row}@example.com` }],
      set: { firstName: `Row ${row}` },
    },
  };
}
