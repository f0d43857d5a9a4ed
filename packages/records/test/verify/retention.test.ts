import { createDatabase } from "@onefold/database";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/create-test-database.ts";
import { maintainReceipts } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { createJobActs } from "../support/job-acts.ts";
import { email } from "../support/team.ts";
import { createLook, isItem } from "./support/look.ts";
import { claimIdempotencyKey, markIdempotencyKey } from "../support/one-key.ts";

test("where days of receipts were dropped, what was accepted then may have none, and is nothing wrong", async () => {
  await using database = await createTestDatabase();
  const db = createDatabase({ url: database.url, max: 1 });
  try {
    const { found } = createLook(db);
    const upload = await createJobActs(db).newUpload();
    const item = upload.item({
      identifiers: [email("jane@example.com")],
      aliases: ["j@example.com"],
      set: { firstName: "Jane" },
    });
    await commitItems(db, [item]);
    await commitItems(db, [upload.item({ identifiers: item.upsert.identifiers, set: { jobTitle: "CTO" } })]);
    await upload.take(0, 1);
    await commitItems(db, [upload.row(0)]);
    await upload.complete();
    await upload.end();
    await sql`delete from receipts where (${isItem(item)}) or job_id = ${upload.name.jobId}`.execute(db);
    const { ref } = upload.item({});
    const name = {
      teamId: upload.teamId,
      route: "POST /api/contacts",
      keyHash: Buffer.from("key"),
    };
    const used = { jobId: ref.jobId, fingerprint: Buffer.from("f"), clock: 1 };
    await claimIdempotencyKey(db, name, used, { maxAgeDays: 30 });
    await markIdempotencyKey(db, name, ref.jobId);
    await sql`update idempotency_keys set created_at = now() - interval '20 minutes'`.execute(db);
    // Two writes and a row of the job.
    const { found: all } = await found(upload);
    expect([all.lost.count, all.pastDue.count]).toEqual([2, 1]);

    // The deployment is older than the days that are kept.
    await sql`update teams set created_at = now() - interval '60 days'`.execute(db);
    await maintainReceipts(db, { retentionDays: 30 });
    const { found: none, unjudged, keptFrom } = await found(upload);
    expect([none.lost.count, none.pastDue.count]).toEqual([0, 0]);
    expect(unjudged).toMatchObject({ fieldsPastRetention: 1, jobsPastRetention: 1, keysPastRetention: 1 });
    expect(keptFrom).toBeGreaterThan(Date.now());
    // Whatever the clocks of the days that go next have come to.
    const ahead = (Date.now() + 10 * 86_400_000) * 1_000;
    await sql`update receipts set clock = ${ahead} where clock = (select max(clock) from receipts)`.execute(
      db,
    );
    expect((await found(upload)).keptFrom).toBe(ahead / 1_000);
  } finally {
    await db.destroy();
  }
});
