import { setTimeout as delay } from "node:timers/promises";
import type { Scope } from "@onefold/contract";
import { createDatabase } from "@onefold/database";
import { createProducer } from "@onefold/queue";
import { createJob, createKey, createTeam, readJob } from "@onefold/records";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { takeWindows } from "../../apps/api/src/uploads/take-windows.ts";
import { createTestDatabase } from "../support/create-test-database.ts";
import { openUpload } from "./uploads/support/open-upload.ts";
import { ASYNC, basic, refused } from "./support/client.ts";
import { startStack } from "./support/stack.ts";
import type { Stack, TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";

const CONTACTS = "/api/contacts/batch";
const NDJSON = { "Content-Type": "application/x-ndjson" };

/** Another key of the team, and how it is revoked. */
async function secondKey({ db }: Stack, team: TestTeam, scopes: readonly Scope[]) {
  const { teamId, userId } = team;
  const { key, keyId } = await createKey(db, { teamId, userId, name: "second", scopes });
  return { key, revoke: () => team.request("DELETE", `/api/keys/${keyId}`) };
}

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `{"email":"p${from + n}@example.com"}\n`).join("");

async function jobOf({ db }: Stack, { teamId }: TestTeam) {
  return await db.selectFrom("jobs").selectAll().where("team_id", "=", teamId).executeTakeFirst();
}

async function jobWith(stack: Stack, team: TestTeam, rowsTaken: number) {
  return await until("rows that are taken", 20_000, async () => {
    const job = await jobOf(stack, team);
    return job !== undefined && job.rows_taken >= rowsTaken && job;
  });
}

describe("a key that is revoked", () => {
  test("ends its upload: rows before stay, the job says why", async () => {
    await using stack = await startStack();
    const team = await stack.newTeam();
    const { key, revoke } = await secondKey(stack, team, ["ingest", "upload"]);
    const upload = await openUpload(stack.api.url, key, CONTACTS, NDJSON);
    await upload.write(rows(0, 1_200));
    await jobWith(stack, team, 1_000);
    expect(await revoke()).toMatchObject({ status: 200 });
    let sent = 1_200;
    const answered = upload.answer();
    let answer: string | undefined;
    while (answer === undefined && sent < 6_000) {
      await upload.write(rows(sent, sent + 10));
      sent += 10;
      answer = await Promise.race([answered, delay(100, undefined)]);
    }
    expect(answer).toMatch(/^HTTP\/1\.1 401 .*The API key was revoked.* rows are taken; the job has them\./s);
    const job = await jobWith(stack, team, 1_200);
    expect(job).toMatchObject({
      upload: "broken",
      upload_problem: expect.stringContaining("The API key was revoked, or its user blocked"),
    });
    expect(answer).toContain(job.job_id);
    expect(job.rows_taken).toBeLessThan(sent + 1);
    await until("its end", 20_000, async () => (await jobOf(stack, team))?.finished_at instanceof Date);
  });

  test("ends what it follows and waits for, within seconds", async () => {
    await using stack = await startStack({ worker: false });
    const team = await stack.newTeam();
    const { key, revoke } = await secondKey(stack, team, ["read"]);
    const upload = await openUpload(stack.api.url, team.key, CONTACTS, NDJSON);
    await upload.write(rows(0, 600));
    const { job_id } = await jobWith(stack, team, 0);
    const single = (await team.acceptedContact({ email: "jane@example.com" }, { headers: ASYNC })).body.job;
    const headers = { Authorization: basic("", key) };
    const events = await fetch(`${stack.api.url}/api/jobs/${job_id}/events`, { headers });
    const told = events.text();
    const client = stack.clientWith(key);
    const waiting = [job_id, single.id].map((id) => client.get(`/api/jobs/${id}?wait=60`));
    await revoke();
    const started = performance.now();
    for (const answer of await Promise.all(waiting)) refused(answer, 401, "UNAUTHORIZED");
    expect(await told).toMatch(
      /event: refused\ndata: \{"success":false,"error":\{"code":"UNAUTHORIZED".*\n\n$/,
    );
    expect(performance.now() - started).toBeLessThan(20_000);
    upload.destroy();
  });
});

test("the slow uploads of one key leave the team's others room", async () => {
  await using stack = await startStack({ worker: false });
  const team = await stack.newTeam();
  const { key } = await secondKey(stack, team, ["ingest", "upload"]);
  const slow = [];
  for (let n = 0; n < 2; n++) {
    slow.push(await openUpload(stack.api.url, key, CONTACTS, NDJSON));
    await slow[n]?.write(rows(0, 600));
  }
  await until("two jobs", 20_000, async () => {
    const { rows: jobs } = await sql`select from jobs`.execute(stack.db);
    return jobs.length === 2;
  });
  const third = await stack.clientWith(key).request("POST", CONTACTS, { raw: "{}", headers: NDJSON });
  refused(third, 429, "RATE_LIMITED");
  expect(third.headers.get("retry-after")).toBe("10");
  const ours = await team.request("POST", CONTACTS, { raw: rows(0, 1), headers: NDJSON });
  expect(ours.status).toBe(202);
  for (const upload of slow) upload.destroy();
});

test("a resumed upload goes by what held when its job was accepted", async () => {
  await using stack = await startStack();
  const team = await stack.newTeam();
  await team.contact({ email: "a@example.com" });
  await team.contact({ linkedinUrl: "linkedin.com/in/b" });
  const headers = { "Content-Type": "text/csv", "Idempotency-Key": "k" };
  const path = `${CONTACTS}?ignoreUnknownColumns=true`;
  const people = Array.from({ length: 6_000 }, (_, n) => `p${n}@example.com,,gold\n`).join("");
  const body = `email,linkedinUrl,Tier\n${people}a@example.com,linkedin.com/in/b,gold\n`;
  const upload = await openUpload(stack.api.url, team.key, path, headers);
  await upload.write(body.slice(0, body.indexOf("p5000@")));
  const { job_id } = await jobWith(stack, team, 1_000);
  upload.destroy();
  await until("its break", 10_000, async () => (await jobOf(stack, team))?.upload === "broken");
  expect((await team.request("PATCH", "/api/team", { body: { onConflict: "strict" } })).status).toBe(200);
  const field = { entity: "contact", name: "tier", label: "Tier", type: "text" };
  expect((await team.post("/api/fields", field)).status).toBe(201);
  const { teamId, userId } = team;
  const { key, keyId } = await createKey(stack.db, { teamId, userId, name: "another" });
  const again = await stack.clientWith(key).request("POST", path, { raw: body, headers });
  expect(again).toMatchObject({ status: 202, body: { rows: { read: 6_001 } } });
  expect(await team.job(job_id, 30)).toMatchObject({
    status: "completed",
    options: { onConflict: "prefer" },
    counts: { total: 6_001, created: 6_000, conflicts: 1 },
  });
  expect((await team.readContact("p5999@example.com")).fields).toEqual({});
  const { rows: others } = await sql`select from receipts where key_id = ${keyId}`.execute(stack.db);
  expect(others).toEqual([]);
});

test("rows that are taken while another one is judged can be resumed after", async () => {
  await using database = await createTestDatabase();
  await using owned = new AsyncDisposableStack();
  const db = owned.adopt(createDatabase({ url: database.url, max: 2 }), (each) => each.destroy());
  const producer = owned.use(
    await createProducer({
      url: database.url,
      namespace: "onefold",
      durability: "strict",
      floor: 0,
      onError: () => {},
    }),
  );
  const author = await createTeam(db, { name: "T", owner: { email: "olga@example.com", name: "Olga" } });
  const name = { teamId: author.teamId, jobId: "job_slow", acceptedAt: Date.now() };
  const options = { onConflict: "prefer", dryRun: false } as const;
  await createJob(db, { ...name, ...author, entity: "contact", keyId: "key_1", options, leaseSeconds: 60 });
  const upload = {
    ...name,
    rowsTaken: 0,
    rowsDigest: undefined,
    planned: undefined,
    rowsDone: 0,
    options,
    owner: { userId: author.userId, keyId: "key_1" },
  };
  const judged = Promise.withResolvers<void>();
  const verdict = { rejected: { outcome: "rejected", code: "INVALID_EMAIL", message: "no" } } as const;
  const taking = (how: Pick<typeof upload, "rowsTaken"> & { rowsDigest?: Buffer | undefined }) =>
    takeWindows(
      { db, producer, limits: { uploadAheadRows: 20_000 } },
      {
        upload: { ...upload, ...how, rowsDigest: how.rowsDigest },
        keyId: "key_1",
        entity: "contact",
        preamble: "ndjson",
        tickMs: 20,
        signal: new AbortController().signal,
        judge: async ({ line }) => {
          if (line === 3 && how.rowsTaken === 0) await judged.promise;
          return verdict;
        },
      },
    );
  const row = (line: number) => ({ line, content: `row ${line}`, fields: {} });
  const first = taking({ rowsTaken: 0 });
  await first.add(row(1));
  await first.add(row(2));
  const third = first.add(row(3));
  const job = await until("rows that are taken", 20_000, async () => {
    const found = await readJob(db, name.teamId, name.jobId);
    return found?.rowsTaken === 2 && found;
  });
  // As a process that is killed leaves it.
  const second = taking(job);
  for (const line of [1, 2, 3]) await second.add(row(line));
  await second.finish();
  expect(second.taken).toBe(3);
  judged.resolve();
  await third;
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});
