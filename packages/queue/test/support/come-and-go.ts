import { createConsumer, createProducer, createSweeper, openParkedChunks } from "../../src/index.ts";

/** This program opens everything, uses it and closes it. It ends only if nothing is left open. */
const [url = "", namespace = ""] = process.argv.slice(2);
const options = { url, namespace, durability: "strict" as const };
const handled = Promise.withResolvers<void>();
{
  await using producer = await createProducer({ ...options, floor: 0 });
  await using consumer = await createConsumer({
    ...options,
    concurrency: 2,
    handle: async () => handled.resolve(),
  });
  await using sweeper = createSweeper({
    ...options,
    intervalMs: 60_000,
    isComplete: async () => true,
    rejectUnreadable: async () => undefined,
  });
  await sweeper.sweep();
  await using parked = await openParkedChunks({ ...options, parkOlderThanMs: 60_000 });
  await parked.list({ limit: 1 });
  await producer.look();
  await producer.submit(
    { teamId: "tea_1", jobId: "job_1", row: 0, acceptedAt: 0 },
    { entity: "contact", userId: "u", keyId: "k", onConflict: "prefer", identifiers: [], set: {} },
    { wait: false },
  );
  await producer.submitBulk([
    {
      ref: { teamId: "tea_1", jobId: "job_2", row: 0, acceptedAt: 0, upload: true },
      upsert: { entity: "contact", userId: "u", keyId: "k", onConflict: "prefer", identifiers: [], set: {} },
    },
  ]);
  await handled.promise;
  await consumer.oldestChunkAgeMs("interactive");
}
