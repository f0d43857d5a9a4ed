import { verify } from "@onefold/records";
import type { Verified } from "@onefold/records";
import { expect, test } from "vitest";
import { callsOf } from "./operations/support/calls.ts";
import { ASYNC } from "./support/client.ts";
import { useSharedStack } from "./support/shared-stacks.ts";
import type { TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";

const HOUR_MS = 3_600_000;
const PEOPLE = 8;
const ROUNDS = 12;

const stack = useSharedStack();

async function verified(team: TestTeam): Promise<Verified> {
  const { db } = stack();
  const options = { since: { agoMs: HOUR_MS }, dueMs: HOUR_MS, teamId: team.teamId, shown: 5 };
  const result = await verify(db, options);
  expect(Object.values(result.found).flatMap(({ first }) => first)).toEqual([]);
  return result;
}

/** One of few people, by one of their names or two. */
function somebody(n: number) {
  const person = (n * 7) % PEOPLE;
  const url = `https://www.linkedin.com/in/verify-${person}`;
  const address = `p${person}@example.com`;
  const names = [{ email: address }, { linkedinUrl: url }, { email: address, linkedinUrl: url }][n % 3];
  return { ...names, firstName: `First ${n}`, jobTitle: n % 4 === 0 ? "" : `Title ${n % 5}` };
}

async function keepsBusy(team: TestTeam): Promise<void> {
  const { merge, undo, removeEmail, deleteContact, setPrimaryEmail } = callsOf(team);
  for (let n = 0; n < ROUNDS; n++) {
    await Promise.all([
      team.contact(somebody(n)),
      team.contact({ ...somebody(n + 1), observedAt: new Date(Date.now() - n * 1_000).toISOString() }),
      team.acceptedContact(somebody(n + 2), { headers: { ...ASYNC, "Idempotency-Key": `k${n}` } }),
      n % 10 === 0 && upload(team, n),
    ]);
    if (n % 6 !== 0) continue;
    const one = (await team.contact({ email: `x${n}@example.com`, additionalEmails: [`y${n}@example.com`] }))
      .body.data._id;
    const other = (await team.contact({ email: `z${n}@example.com`, tagline: "Other" })).body.data._id;
    const { undoUrl } = await merge(one, other);
    if (n % 4 === 0) await undo(undoUrl);
    await setPrimaryEmail(one, `y${n}@example.com`);
    await removeEmail(one, `x${n}@example.com`);
    await team.request("POST", `/api/v2/unsubscribes/contacts/${one}`, {
      headers: { "Idempotency-Key": `u${n}` },
    });
    if (n % 18 === 0) await deleteContact(one);
  }
}

async function upload(team: TestTeam, n: number): Promise<void> {
  const rows = Array.from({ length: 40 }, (_, row) =>
    row % 9 === 0 ? { email: "no address" } : somebody(n + row),
  );
  const query = n % 20 === 0 ? "?dryRun=true" : "";
  const { body } = await team.post(`/api/contacts/batch${query}`, rows);
  await until("the upload's end", 30_000, async () => {
    return (await team.job(Object(body).job.id, 10)).finishedAt !== undefined;
  });
}

test("on a deployment that is at work nothing is found wrong, then or after", async () => {
  const team = await stack().newTeam({ onConflict: "merge" });
  const through = new AbortController();
  const busy = keepsBusy(team).finally(() => through.abort());
  while (!through.signal.aborted) await verified(team);
  await busy;
  await until("the queue is empty", 30_000, async () => (await verified(team)).unjudged.itemsQueued === 0);
  const { judged } = await verified(team);
  expect(judged).toMatchObject({ jobs: 2, idempotencyKeys: ROUNDS + ROUNDS / 6 });
  expect(judged.receipts).toBeGreaterThan(100);
  expect(judged.fields).toBeGreaterThan(15);
}, 120_000);
