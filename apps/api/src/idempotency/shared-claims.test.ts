import { expect, test } from "vitest";
import { createSharedClaims } from "./shared-claims.ts";
import type { MadeClaim } from "./shared-claims.ts";

const name = { teamId: "tea_1", route: "POST /api/contacts", keyHash: Buffer.from("key") };
const body = Buffer.from("body");
const claimOf = (jobId: string, noted: Promise<void> = Promise.resolve()): MadeClaim => ({
  ref: { teamId: "tea_1", jobId, row: 0, acceptedAt: 1 },
  replayed: false,
  noted,
});

test("requests at once make one claim; the first isn't a replay, the others are", async () => {
  const claims = createSharedClaims();
  const latch = Promise.withResolvers<MadeClaim>();
  const noted = Promise.withResolvers<void>();
  let made = 0;
  const make = () => {
    made++;
    return latch.promise;
  };
  const answers = Promise.all(Array.from({ length: 5 }, () => claims.run(name, body, make)));
  latch.resolve(claimOf("job_1", noted.promise));
  expect((await answers).map(({ ref, replayed }) => [ref.jobId, replayed])).toEqual(
    [false, true, true, true, true].map((replayed) => ["job_1", replayed]),
  );
  // A repeat would add the item again until the row is marked.
  expect((await claims.run(name, body, make)).replayed).toBe(true);
  expect(made).toBe(1);
  noted.resolve();
  await new Promise(setImmediate);
  expect((await claims.run(name, body, async () => claimOf("job_2"))).ref.jobId).toBe("job_2");
});

test("another body, team, route or key doesn't share; another body waits for the end of the first", async () => {
  const claims = createSharedClaims();
  const first = Promise.withResolvers<MadeClaim>();
  const order: string[] = [];
  const one = claims.run(name, body, () => first.promise);
  const two = claims.run(name, Buffer.from("other"), async () => {
    order.push("other body");
    return claimOf("job_2");
  });
  for (const other of [
    { teamId: "tea_2" },
    { route: "POST /api/companies" },
    { keyHash: Buffer.from("k") },
  ]) {
    const { ref } = await claims.run({ ...name, ...other }, body, async () => claimOf("job_3"));
    expect(ref.jobId).toBe("job_3");
  }
  expect(order).toEqual([]);
  first.resolve(claimOf("job_1"));
  expect((await one).ref.jobId).toBe("job_1");
  expect((await two).ref.jobId).toBe("job_2");
});

test("what fails fails for all who shared it, and the next one tries anew", async () => {
  const claims = createSharedClaims();
  const refused = async () => {
    throw new Error("refused");
  };
  const both = await Promise.allSettled([claims.run(name, body, refused), claims.run(name, body, refused)]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect((await claims.run(name, body, async () => claimOf("job_1"))).ref.jobId).toBe("job_1");
});
