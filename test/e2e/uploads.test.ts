import { gzipSync } from "node:zlib";
import { BatchAcceptedAnswer } from "@onefold/contract";
import { endJobs, loseRows, readJob, readResults } from "@onefold/records";
import type { UploadJob } from "@onefold/records";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openUpload } from "./uploads/support/open-upload.ts";
import { refused } from "./support/client.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import { startStack } from "./support/stack.ts";
import type { Stack, TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { THOROUGH } from "../support/thorough.ts";

const CONTACTS = "/api/contacts/batch";
const JSON_TYPE = { "Content-Type": "application/json" };
const NDJSON = { "Content-Type": "application/x-ndjson" };
const CSV = { "Content-Type": "text/csv" };
const key = (value: string) => ({ "Idempotency-Key": value });

async function send(
  team: TestTeam,
  raw: string | Uint8Array,
  headers: Readonly<Record<string, string>>,
  query = "",
) {
  const answer = await team.request("POST", `${CONTACTS}${query}`, { raw, headers });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  const body = BatchAcceptedAnswer.parse(answer.body);
  expect(answer.headers.get("location")).toBe(body.job.url);
  return { ...body, replayed: answer.headers.get("idempotent-replayed") };
}

async function jobOf({ db }: Stack, { teamId }: TestTeam, jobId: string): Promise<UploadJob> {
  const job = await readJob(db, teamId, jobId);
  if (!job) throw new Error("there is no such job");
  return job;
}

function ended(stack: Stack, team: TestTeam, jobId: string): Promise<UploadJob> {
  return until("the job's end", 30_000, async () => {
    const job = await jobOf(stack, team, jobId);
    return job.finishedAt !== undefined && job;
  });
}

/** The row, code and message of each rejected row. */
async function rejected({ db }: Stack, job: UploadJob) {
  const { results } = await readResults(db, job, { outcome: "rejected", limit: 1_000 });
  return results.map(({ row, result }) =>
    result.outcome === "rejected" ? [row, result.code, result.message] : [row],
  );
}

const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    email: `p${from + index}@example.com`,
    firstName: "P",
  }));
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

onEachBackend((stack) => {
  test.each([
    ["JSON", JSON_TYPE, JSON.stringify(people(0, 3))],
    ["NDJSON", NDJSON, lines(people(0, 3))],
    ["NDJSON by another name", { "Content-Type": "application/jsonl; charset=utf-8" }, lines(people(0, 3))],
    ["gzip", { ...NDJSON, "Content-Encoding": "gzip" }, gzipSync(lines(people(0, 3)))],
    ["CSV", CSV, "E-mail;First Name\r\np0@example.com;P\r\np1@example.com;P\r\np2@example.com;P\r\n"],
    [
      "tab-separated values",
      { "Content-Type": "text/tab-separated-values" },
      "email\tfirstName\np0@example.com\tP\np1@example.com\tP\np2@example.com\tP",
    ],
  ])("%s is taken and applied", async (_, headers, body) => {
    const team = await stack().newTeam();
    const { job, rows } = await send(team, body, headers);
    expect(rows).toEqual({ read: 3, accepted: 3, rejected: 0 });
    expect(await ended(stack(), team, job.id)).toMatchObject({
      status: "completed",
      upload: "complete",
      rowsTaken: 3,
      counts: { total: 3, created: 3, pending: 0 },
    });
    for (const email of ["p0", "p1", "p2"].map((name) => `${name}@example.com`))
      expect((await team.readContact(email)).fields).toEqual({ firstName: "P" });
  });

  test("a bad row is a rejected row with its line, the others are applied in their order", async () => {
    const team = await stack().newTeam();
    const body = [
      '{"email":"jane@example.com","firstName":"Jane"}',
      "",
      '{"email":"nobody"}',
      "no JSON",
      '{"__proto__":{"x":1},"email":"p@example.com"}',
      '{"firstName":"\\u0000\\ud800","nickname":"J"}',
      '{"email":"jane@example.com","firstName":"Joan"}',
    ].join("\n");
    const { job, rows } = await send(team, body, NDJSON);
    expect(rows).toEqual({ read: 6, accepted: 2, rejected: 4 });
    const done = await ended(stack(), team, job.id);
    expect(done).toMatchObject({
      status: "completed_with_errors",
      counts: { total: 6, created: 1, updated: 1, rejected: 4 },
    });
    expect(await rejected(stack(), done)).toEqual([
      [1, "INVALID_EMAIL", "Line 3: email must be an e-mail address."],
      [2, "INVALID_JSON", "Line 4: The line is not valid JSON: character 1: invalid symbol."],
      [3, "INVALID_JSON", expect.stringMatching(/^Line 5: /)],
      [4, "MISSING_IDENTIFIER", expect.stringMatching(/^Line 6: .* \(and 2 more, see details\)$/)],
    ]);
    const { results } = await readResults(stack().db, done, { outcome: "rejected", limit: 10 });
    expect(results.map(({ result }) => "input" in result && result.input)).toEqual([
      { email: "nobody" },
      { _raw: "no JSON" },
      { _raw: expect.stringContaining("__proto__") },
      { firstName: "\uFFFD\uFFFD", nickname: "J" },
    ]);
    expect((await team.readContact("jane@example.com")).fields).toEqual({ firstName: "Joan" });
  });

  test("a CSV as spreadsheets write it: Windows-1252, labels, typed fields, bad rows", async () => {
    const team = await stack().newTeam();
    for (const field of [
      { entity: "contact", name: "score", label: "Lead score", type: "number" },
      { entity: "contact", name: "vip", type: "boolean" },
    ])
      expect((await team.post("/api/fields", field)).status).toBeLessThan(300);
    const text = [
      "E-Mail;Prénom;LinkedIn Profile;Lead Score;VIP;Other emails;;Shoe size",
      'jane@example.com;Zoë;https://linkedin.com/in/zoe;12.5;TRUE;"z@example.com; zoe@example.org";;38',
      ";;;;;;;",
      "john@example.com;John;;12,5;;;;",
      "joan@example.com;Joan;;",
      'jim@example.com;"Jim\r\nJoe";;;false;;;',
      "jo@example.com;Jo;;;;;;40;more",
    ].join("\r\n");
    const refusal = refused(
      await team.request("POST", CONTACTS, { raw: Buffer.from(text, "latin1"), headers: CSV }),
      400,
      "INVALID_CSV",
    );
    expect(refusal.error.details).toEqual([
      { path: "Shoe size", code: "UNKNOWN_COLUMN", message: 'There is no field for the column "Shoe size".' },
    ]);
    const { job, rows, csv } = await send(
      team,
      Buffer.from(text, "latin1"),
      CSV,
      "?map=Shoe%20size:&source=fair",
    );
    expect(rows).toEqual({ read: 5, accepted: 4, rejected: 1 });
    expect(csv).toMatchObject({ delimiter: ";", charset: "windows-1252", charsetDetected: true });
    expect(csv?.columns).toContainEqual({ header: "Lead Score", field: "score" });
    expect(csv?.columns).toContainEqual({ header: "Shoe size" });
    const done = await ended(stack(), team, job.id);
    expect(await rejected(stack(), done)).toEqual([
      [4, "INVALID_CSV", "Line 8: The row has more values than the 8 columns."],
    ]);
    // One odd value costs that value, and is told.
    const { results } = await readResults(stack().db, done, { limit: 10 });
    expect(results[1]?.result).toMatchObject({
      outcome: "created",
      fieldRejections: [
        {
          field: "score",
          reason: "invalid",
          rejectedValue: "12,5",
          message: expect.stringContaining("decimal="),
        },
      ],
    });
    expect((await team.readContact("joan@example.com")).fields).toEqual({ firstName: "Joan" });
    expect(await team.readContact("zoe@example.org")).toMatchObject({
      email: "jane@example.com",
      linkedinUrl: "https://www.linkedin.com/in/zoe",
      fields: { firstName: "Zoë", score: 12.5, vip: true },
      source: "fair",
    });
    expect((await team.readContact("jim@example.com")).fields).toEqual({
      firstName: "Jim\r\nJoe",
      vip: false,
    });
  });

  test("companies, and a dry run that changes nothing", async () => {
    const team = await stack().newTeam();
    const body = "Company name,Website\nAcme,acme.example\nOther,\n";
    const upload = (query: string) =>
      team.request("POST", `/api/companies/batch${query}`, { raw: body, headers: CSV });
    const dry = BatchAcceptedAnswer.parse((await upload("?dryRun=true")).body);
    expect((await ended(stack(), team, dry.job.id)).counts).toMatchObject({ created: 1, rejected: 1 });
    refused(await team.get("/api/companies/acme.example"), 404, "NOT_FOUND");
    const real = BatchAcceptedAnswer.parse((await upload("")).body);
    expect((await ended(stack(), team, real.job.id)).counts).toMatchObject({ created: 1, rejected: 1 });
    expect((await team.readCompany("acme.example")).fields).toEqual({ name: "Acme" });
  });

  test("cut off midway, what arrived is taken; sent again under its key it goes on, and nothing is taken twice", async () => {
    const team = await stack().newTeam();
    const body = `[\n${people(0, 7_000)
      .map((row, at) => JSON.stringify(at % 100 === 7 ? { ...row, email: "nobody" } : row))
      .join(",\n")}\n]`;
    const half = body.slice(0, body.indexOf("p5000@example.com"));
    const upload = await openUpload(stack().api.url, team.key, CONTACTS, { ...JSON_TYPE, ...key("k") });
    await upload.write(half);
    const jobId = await until("rows that are taken", 20_000, async () => {
      const [row] = await jobsOf(stack(), team);
      return row !== undefined && row.rows_taken >= 2_000 && row.job_id;
    });
    upload.destroy();
    const broken = await until("its end as broken", 10_000, async () => {
      const job = await jobOf(stack(), team, jobId);
      return job.upload === "broken" && job;
    });
    expect(broken.uploadProblem).toBe("The connection broke off.");
    const { rowsTaken } = broken;
    expect(rowsTaken).toBeLessThanOrEqual(5_000);

    // Another body, or another query, under the same key.
    const other = body.replace("p1900@example.com", "other@example.com");
    for (const [raw, query] of [
      [other, ""],
      [JSON.stringify(people(0, 10)), ""],
      [body, "?onConflict=strict"],
    ] as const) {
      const headers = { ...JSON_TYPE, ...key("k") };
      const answer = await team.request("POST", `${CONTACTS}${query}`, { raw, headers });
      expect(refused(answer, 422, "IDEMPOTENCY_KEY_REUSED").message).toContain(jobId);
    }
    expect((await jobOf(stack(), team, jobId)).rowsTaken).toBe(rowsTaken);

    const again = await send(team, body, { ...JSON_TYPE, ...key("k") });
    expect(again).toMatchObject({
      job: { id: jobId },
      rows: { read: 7_000, takenBefore: rowsTaken },
      replayed: null,
    });
    const done = await ended(stack(), team, jobId);
    expect(done.counts).toMatchObject({
      total: 7_000,
      created: 6_930,
      updated: 0,
      unmodified: 0,
      rejected: 70,
    });
    const receipts = await stack()
      .db.selectFrom("receipts")
      .select((count) => count.fn.countAll().as("count"))
      .where("team_id", "=", team.teamId)
      .executeTakeFirst();
    expect(Number(receipts?.count)).toBe(7_000);

    const replay = await send(team, body, { ...JSON_TYPE, ...key("k") });
    expect(replay).toMatchObject({ job: { id: jobId, status: "completed_with_errors" }, replayed: "true" });
  });

  test("a body that can't be read further keeps the rows before it, and says so", async () => {
    const team = await stack().newTeam();
    for (const [headers, body, code, message] of [
      [JSON_TYPE, `${JSON.stringify(people(0, 3)).slice(0, -1)},\n{]`, "INVALID_JSON", "at line 2"],
      [
        CSV,
        'email\np3@example.com\np4@example.com\n"p5@example.com\np6@example.com',
        "INVALID_CSV",
        "in line 4",
      ],
      [
        { ...NDJSON, "Content-Encoding": "gzip" },
        gzipSync(lines(people(6, 2_000))).subarray(0, 4_000),
        "UPLOAD_BROKEN",
        "not the gzip",
      ],
    ] as const) {
      const answer = await team.request("POST", CONTACTS, { raw: body, headers });
      const error = refused(answer, 400, code);
      expect(error.message).toContain(message);
      const done = await ended(stack(), team, error.job?.id ?? "");
      expect(done).toMatchObject({ upload: "broken", status: "completed_with_errors" });
      expect(error.message).toContain(`${done.rowsTaken} rows are taken`);
      expect(done.counts.created).toBe(done.rowsTaken);
      expect(done.rowsTaken).toBeGreaterThan(1);
    }
  });

  test("with a key it ends as well, since the same body would break off there again", async () => {
    const team = await stack().newTeam();
    const body = `${JSON.stringify(people(0, 3)).slice(0, -1)},\n{]`;
    const answer = await team.request("POST", CONTACTS, {
      raw: body,
      headers: { ...JSON_TYPE, ...key("k") },
    });
    const error = refused(answer, 400, "INVALID_JSON");
    expect(error.message).toMatch(/3 rows are taken; .* mend the file, and send it as a new upload\.$/);
    const done = await ended(stack(), team, error.job?.id ?? "");
    expect(done).toMatchObject({ upload: "broken", status: "completed_with_errors", counts: { created: 3 } });
    const again = await team.request("POST", CONTACTS, { raw: body, headers: { ...JSON_TYPE, ...key("k") } });
    const told = refused(again, 422, "IDEMPOTENCY_KEY_REUSED");
    expect(told.message).toContain("The JSON can't be read further, at line 2.");
    expect(told.job?.id).toBe(done.jobId);
  });

  test("a malformed body under the key of an upload that goes on doesn't end it", async () => {
    const team = await stack().newTeam();
    const rows = people(0, 2_000).map((person) => JSON.stringify(person));
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const writer = body.writable.getWriter();
    const headers = { ...JSON_TYPE, ...key("k") };
    const answered = team.request("POST", CONTACTS, { raw: body.readable, headers });
    await writer.write(Buffer.from(`[${rows.slice(0, 1_500).join(",\n")},\n`));
    await until("rows that are taken", 20_000, async () => {
      const [row] = await jobsOf(stack(), team);
      return row !== undefined && row.rows_taken >= 1_000;
    });
    const spoilt = `[${rows.slice(0, 10).join(",\n")},\n{]`;
    refused(await team.request("POST", CONTACTS, { raw: spoilt, headers }), 400, "INVALID_JSON");
    const { rows: jobs } = await sql<{ held: boolean; status: string | null }>`
      select lease_until > now() as held, status from jobs where team_id = ${team.teamId}`.execute(
      stack().db,
    );
    expect(jobs).toEqual([{ held: true, status: null }]);
    await writer.write(Buffer.from(`${rows.slice(1_500).join(",\n")}]`));
    await writer.close();
    const answer = await answered;
    expect(answer.status).toBe(202);
    const done = await ended(stack(), team, Object(answer.body).job.id);
    expect(done).toMatchObject({ upload: "complete", status: "completed", counts: { created: 2_000 } });
  });

  test("a body that is another one doesn't end the upload that it claims to be", async () => {
    const team = await stack().newTeam();
    const cut = gzipSync(lines(people(0, 2_000))).subarray(0, 4_000);
    const headers = { ...NDJSON, "Content-Encoding": "gzip", ...key("k") };
    const error = refused(await team.request("POST", CONTACTS, { raw: cut, headers }), 400, "UPLOAD_BROKEN");
    expect(error.message).toMatch(/Send the upload again with the same Idempotency-Key to go on\.$/);
    const other = gzipSync(lines(people(5_000, 2_000)));
    refused(await team.request("POST", CONTACTS, { raw: other, headers }), 422, "IDEMPOTENCY_KEY_REUSED");
    const whole = await team.request("POST", CONTACTS, { raw: gzipSync(lines(people(0, 2_000))), headers });
    expect(whole.status).toBe(202);
    const done = await ended(stack(), team, error.job?.id ?? "");
    expect(done).toMatchObject({ upload: "complete", status: "completed", counts: { created: 2_000 } });
  });

  test("one whose job is cancelled goes on no more", async () => {
    const team = await stack().newTeam();
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const writer = body.writable.getWriter();
    const answered = team.request("POST", CONTACTS, {
      raw: body.readable,
      headers: { ...NDJSON, ...key("k") },
    });
    await writer.write(Buffer.from(lines(people(0, 3_000))));
    const jobId = await until("rows that are taken", 20_000, async () => {
      const [row] = await jobsOf(stack(), team);
      return row !== undefined && row.rows_taken >= 2_000 && row.job_id;
    });
    expect((await team.request("POST", `/api/jobs/${jobId}/cancel`)).status).toBe(200);
    await writer.write(Buffer.from(lines(people(3_000, 6_000))));
    await writer.close().catch(() => {});
    expect(refused(await answered, 409, "UPLOAD_STOPPED").job?.id).toBe(jobId);
    expect((await jobOf(stack(), team, jobId)).status).toBe("cancelled");
  });
});

async function jobsOf({ db }: Stack, { teamId }: TestTeam) {
  return await db
    .selectFrom("jobs")
    .select(["job_id", "rows_taken", "upload"])
    .where("team_id", "=", teamId)
    .execute();
}

describe("refusals", () => {
  test("leave no job, and use up no key", async () => {
    await using stack = await startStack({ worker: false, env: { UPLOAD_MAX_BYTES: "1000000" } });
    const team = await stack.newTeam();
    const post = (raw: string | Uint8Array, headers: Record<string, string>, query = "") =>
      team.request("POST", `${CONTACTS}${query}`, { raw, headers: { ...headers, ...key("k") } });
    const jane = lines(people(0, 1));
    refused(await post(jane, { "Content-Type": "text/plain" }), 415, "UNSUPPORTED_MEDIA_TYPE");
    refused(await post(jane, { ...NDJSON, "Content-Encoding": "br" }), 415, "UNSUPPORTED_MEDIA_TYPE");
    refused(await post(jane, { "Content-Type": "text/csv; charset=nope" }), 415, "UNSUPPORTED_MEDIA_TYPE");
    refused(await post(`{"contacts":[${jane}]}`, JSON_TYPE), 400, "INVALID_JSON");
    refused(await post("", JSON_TYPE), 400, "INVALID_JSON");
    refused(await post("", CSV), 400, "INVALID_CSV");
    refused(await post("email,Nickname,email\n", CSV), 400, "INVALID_CSV");
    refused(await post("email,Newsletter\n", CSV, "?ignoreUnknownColumns=true"), 400, "INVALID_CSV");
    refused(await post("no gzip", { ...NDJSON, "Content-Encoding": "gzip" }), 400, "UPLOAD_BROKEN");
    for (const query of [
      "?dryrun=true",
      "?map=a:email",
      "?ignoreUnknownColumns=true",
      "?decimal=,",
      "?resubscribe=maybe",
      "?onConflict=no",
      "?source=",
    ])
      refused(await post(jane, NDJSON, query), 400, "INVALID_REQUEST");
    for (const query of ["?map=email", "?map=nope:email", "?map=email:nope", "?dates=DYM", "?decimal=;"])
      refused(await post("email\np@example.com\n", CSV, query), 400, "INVALID_REQUEST");
    refused(await post(" ".repeat(1_000_001), NDJSON), 413, "BODY_TOO_LARGE");
    const bomb = gzipSync(Buffer.alloc(1_000_001, " "));
    refused(await post(bomb, { ...NDJSON, "Content-Encoding": "gzip" }), 413, "BODY_TOO_LARGE");
    expect(await jobsOf(stack, team)).toEqual([]);
    expect(await stack.db.selectFrom("idempotency_keys").selectAll().execute()).toEqual([]);
    // An empty list is an upload all the same.
    expect((await send(team, "[]", { ...JSON_TYPE, ...key("k") })).rows).toEqual({
      read: 0,
      accepted: 0,
      rejected: 0,
    });
  });

  test("a bomb is refused long before it has burst", async () => {
    await using stack = await startStack({ worker: false });
    const team = await stack.newTeam();
    const bomb = gzipSync(Buffer.alloc(200_000_000, " "));
    const answer = await team.request("POST", CONTACTS, {
      raw: bomb,
      headers: { ...NDJSON, "Content-Encoding": "gzip" },
    });
    expect(refused(answer, 413, "BODY_TOO_LARGE").message).toContain("250 times");
  });
});

test("an API that stops ends an upload as broken, and the next one takes it on", async () => {
  await using stack = await startStack({ env: { STOP_MS: "10000" } });
  const team = await stack.newTeam();
  const headers = { ...NDJSON, ...key("k") };
  const body = lines(people(0, 5_000));
  const upload = await openUpload(stack.api.url, team.key, CONTACTS, headers);
  await upload.write(body.slice(0, body.length / 2));
  await until(
    "rows that are taken",
    20_000,
    async () => ((await jobsOf(stack, team))[0]?.rows_taken ?? 0) >= 2_000,
  );
  const started = performance.now();
  const [answer] = await Promise.all([upload.answer(), stack.stopApi()]);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(answer).toMatch(/^HTTP\/1\.1 503 .*The service is stopping\. 2\d{3} rows are taken/s);
  expect(await jobsOf(stack, team)).toMatchObject([{ upload: "broken" }]);
  await stack.startApi();
  const { job, rows } = await send(team, body, headers);
  expect(rows.takenBefore).toBeGreaterThanOrEqual(2_000);
  expect((await ended(stack, team, job.id)).counts).toMatchObject({ total: 5_000, created: 5_000 });
});

test(
  "without a worker the sender waits, a lease holds meanwhile, and goes on with the worker",
  { ...THOROUGH, timeout: 120_000 },
  async () => {
    const ahead = 2_000;
    await using stack = await startStack({ worker: false, env: { UPLOAD_AHEAD_ROWS: String(ahead) } });
    const team = await stack.newTeam();
    const upload = await openUpload(stack.api.url, team.key, CONTACTS, NDJSON);
    const written = upload.write(lines(people(0, 3 * ahead)));
    const takenNow = async () => (await jobsOf(stack, team))[0]?.rows_taken ?? 0;
    await until("as many rows as may be ahead", 30_000, async () => (await takenNow()) > ahead);
    await until("a renewed lease", 30_000, async () => {
      const { rows } = await sql<{ left: number }>`
      select extract(epoch from lease_until - accepted_at)::int as left from jobs`.execute(stack.db);
      return (rows[0]?.left ?? 0) > 70;
    });
    expect(await takenNow()).toBeLessThanOrEqual(ahead + 1_000);
    await stack.startWorker();
    await written;
    expect(await upload.end()).toMatch(/^HTTP\/1\.1 202 /);
    const [job] = await jobsOf(stack, team);
    expect((await ended(stack, team, job?.job_id ?? "")).counts).toMatchObject({
      total: 3 * ahead,
      created: 3 * ahead,
    });
  },
);

test("a repeat of an upload that the queue lost waits for its job's end, and brings nobody back who was deleted since", async () => {
  await using stack = await startStack();
  const team = await stack.newTeam();
  await team.request("POST", "/api/contacts", { body: { email: "p0@example.com" } });
  await stack.stopWorker();
  const body = lines(people(0, 3));
  const headers = { ...NDJSON, ...key("k") };
  const first = await send(team, body, headers);
  // As if the queue held nothing that is older.
  await sql`update jobs set lease_until = now() - interval '1 minute'`.execute(stack.db);
  await loseRows(stack.db, { passedBefore: Date.now() + 60_000, lookedAt: Date.now() });
  expect((await send(team, body, headers)).job.id).toBe(first.job.id);
  expect((await endJobs(stack.db)).map(({ counts }) => counts.lost)).toEqual([3]);
  expect((await team.request("DELETE", "/api/contacts/p0@example.com")).status).toBe(200);
  const again = await send(team, body, headers);
  expect(again.job.id).not.toBe(first.job.id);
  await stack.startWorker();
  const job = await ended(stack, team, again.job.id);
  expect(job.counts).toMatchObject({ total: 3, created: 2, rejected: 1 });
  expect((await rejected(stack, job)).map(([row, code]) => [row, code])).toEqual([[0, "DELETED"]]);
});

test("an upload of any length is read in the same memory", async () => {
  await using stack = await startStack({ processes: true, worker: false });
  const team = await stack.newTeam();
  const upload = await openUpload(stack.api.url, team.key, CONTACTS, NDJSON);
  // Rows that are rejected at once: nothing waits for a worker. 180 MB in all.
  const page = `{"email":"nobody","x":1}\n${`${" ".repeat(1_000)}\n`.repeat(99)}`.repeat(10);
  /** The lowest of several: what is garbage already goes by. */
  const heldDuring = async (megabytes: number) => {
    let held = Infinity;
    for (let sent = 0; sent < megabytes; sent += 10) {
      for (let i = 0; i < 10; i++) await upload.write(page);
      held = Math.min(held, await heapOf(stack));
    }
    return held;
  };
  const first = await heldDuring(60);
  await heldDuring(60);
  const last = await heldDuring(60);
  expect(await upload.end()).toMatch(/^HTTP\/1\.1 202 /);
  // Held back, it would be what was sent between the two: 120 MB.
  expect(last - first).toBeLessThan(60_000_000);
});

async function heapOf(stack: Stack): Promise<number> {
  const { body } = await (await stack.newTeam()).get("/metrics");
  const used = ["heap_size_used", "external_memory"].map((name) =>
    Number(new RegExp(`^nodejs_${name}_bytes (\\S+)$`, "m").exec(String(body))?.[1]),
  );
  return used.reduce((sum, bytes) => sum + bytes);
}
