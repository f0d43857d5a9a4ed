import { BatchAcceptedAnswer, ChangeFeed, ConsoleLinkAnswer, CreateKeyAnswer } from "@onefold/contract";
import { createDatabase } from "@onefold/database";
import {
  continueErasures,
  endExpiredJobs,
  expireInputs,
  loseRows,
  maintainReceipts,
  purgeConsoleSecrets,
  purgeIdempotencyKeys,
  removeFieldValues,
} from "@onefold/records";
import { sql } from "kysely";
import { expect } from "vitest";
import { runOnefold } from "../../../apps/cli/test/support/run-onefold.ts";
import { makeUpload } from "../../e2e/upload-jobs/support/made-upload.ts";
import { openUpload } from "../../e2e/uploads/support/open-upload.ts";
import { callsOf } from "../../e2e/operations/support/calls.ts";
import { everyRecordAnswer, everyTeamAnswer } from "../../e2e/support/every-answer.ts";
import type { Stack, TestTeam } from "../../e2e/support/stack.ts";
import { erasuresThrough } from "../../e2e/support/erasures-through.ts";
import { until } from "../../e2e/support/until.ts";
import { DECISIONS } from "../../e2e/tenancy/support/decisions.ts";
import { namesOf } from "../../e2e/tenancy/support/names.ts";
import { webhooks } from "./wide-webhooks.ts";

const HOUR_MS = 3_600_000;

/**
 * Has the API, the worker and the command line run whatever they can of the write path and the reads: every answer that
 * is documented, every way to name something, uploads with all that can befall their rows, and what comes by time.
 */
export async function wideRun(stack: Stack): Promise<void> {
  await everyRecordAnswer(stack);
  await everyTeamAnswer(stack);
  const team = await stack.newTeam({ onConflict: "merge" });
  const named = await namesOf(stack, team, "wide");
  for (const [route, decision] of Object.entries(DECISIONS)) {
    // What deletes comes last, by other requests.
    if (typeof decision === "string" || route.startsWith("DELETE")) continue;
    for (const each of decision) {
      const { path, ...options } = each.ask(named, named);
      const { status } = await team.request(route.split(" ")[0] ?? "", path, options);
      expect(status, path).toBeLessThan(500);
    }
  }
  await readAll(team);
  await readFeed(team);
  await mergeAndPart(team);
  await upload(stack, team);
  await webhooks(stack, team);
  await signInAndOut(stack, team);
  await byTime(stack, team);
  await eraseAll(stack, team);
  await administer(stack, team);
}

async function readAll(team: TestTeam): Promise<void> {
  for (const [area, names, company] of [
    ["contacts", "wide@example.com,wide.old@example.com", "companyDomain=wide.example"],
    ["companies", "wide.example,old.wide.example", "domain=wide.example"],
  ] as const)
    for (const query of [
      "limit=1",
      "search=wi",
      "search=wide.e&limit=1",
      "search=linkedin.com/in/wi",
      "sortOrder=desc",
      `search=wi&${company}`,
      `${area === "contacts" ? "email=wide@example.com" : "domain=wide.example"}&search=wi&${company}`,
      `idsOr${area === "contacts" ? "Emails" : "Domains"}=${names}`,
      company,
    ])
      for (const path of [
        `/api/${area}?${query}`,
        `/api/${area}/export?format=csv&${query.replace(/&?limit=1/, "")}`,
      ]) {
        const { body } = await team.get(path);
        const next: unknown = Object(body).nextCursor;
        if (typeof next === "string") expect((await team.get(`${path}&cursor=${next}`)).status).toBe(200);
      }
  for (const query of [
    "record=wide@example.com",
    "record=wide.example",
    "outcome=rejected",
    "status=completed",
    "limit=1",
  ])
    expect((await team.get(`/api/jobs?${query}`)).status).toBe(200);
  expect((await team.get("/api/conflicts")).status).toBe(200);
}

/** The feed, with those that wait for it. */
async function readFeed(team: TestTeam): Promise<void> {
  const first = ChangeFeed.parse((await team.get("/api/changes?limit=1")).body);
  // At the end nothing comes: news is looked for until the time is over.
  for (const query of [`after=${first.nextCursor}`, "events=job_ended,deleted", "after=now&wait=1"])
    expect((await team.get(`/api/changes?${query}`)).status).toBe(200);
}

/** What was merged and removed is meant by what comes late, and is parted again. */
async function mergeAndPart(team: TestTeam): Promise<void> {
  const { merge, undo, removeEmail, setPrimaryEmail } = callsOf(team);
  const ids: string[] = [];
  for (const name of ["a", "b", "c"])
    ids.push(
      (
        await team.contact({
          email: `${name}@parted.example.com`,
          additionalEmails: [`${name}2@parted.example.com`],
          contactOwner: team.userId,
        })
      ).body.data._id,
    );
  const [first = "", second = "", third = ""] = ids;
  await merge(second, third);
  const { undoUrl } = await merge(first, second);
  await merge(first, "b@parted.example.com");
  await removeEmail(first, "c2@parted.example.com");
  await setPrimaryEmail(first, "b@parted.example.com");
  await undo(undoUrl);
  // Names of one item that are three records', two of which are known to be different.
  await team.contact({
    email: "a@parted.example.com",
    additionalEmails: ["b@parted.example.com", "c2@parted.example.com"],
  });
  for (const observedAt of ["2020-01-01T00:00:00Z", undefined])
    await team.contact({
      email: "c2@parted.example.com",
      linkedinUrl: "linkedin.com/in/parted",
      ...(observedAt !== undefined && { observedAt }),
    });
  for (let n = 0; n < 12; n++)
    await team.contact({ email: `many${n}@parted.example.com`, linkedinUrl: "linkedin.com/in/parted" });
  // Receipts of the one that it was a part of tell of it.
  expect((await team.request("DELETE", `/api/contacts/${second}`)).status).toBe(200);
}

const CSV = { "Content-Type": "text/csv" };
const NDJSON = { "Content-Type": "application/x-ndjson" };

async function upload(stack: Stack, team: TestTeam): Promise<void> {
  await team.post("/api/fields", { entity: "contact", name: "plan", type: "text" });
  const csv =
    "email;plan;Notes;companyDomain\na@upload.example.com;gold;x;wide.example\nnobody;;y;\nb@upload.example.com;;;no.example\n";
  const send = async (raw: string, headers: Readonly<Record<string, string>>, query = "") => {
    const answer = await team.request("POST", `/api/contacts/batch${query}`, { raw, headers });
    const { job } = BatchAcceptedAnswer.parse(answer.body);
    await team.job(job.id, 30);
    return job.url;
  };
  const url = await send(csv, { ...CSV, "Idempotency-Key": "once" }, "?ignoreUnknownColumns=true");
  await send(csv, { ...CSV, "Idempotency-Key": "once" }, "?ignoreUnknownColumns=true");
  for (const query of ["?dryRun=true", "?onConflict=strict", "?onConflict=prefer"])
    await send(
      '{"email":"a@upload.example.com","additionalEmails":["a@parted.example.com"],"contactOwner":"nobody@example.com"}\n{"email":"wide.old@example.com","companyDomain":"wide.example"}\n{"email":"x"}',
      NDJSON,
      query,
    );
  // A pair that was refused and not only tried, now that there is one.
  expect((await team.get("/api/conflicts")).status).toBe(200);
  for (const query of [
    "",
    "?format=ndjson",
    "?format=csv&outcome=rejected",
    "?format=csv&excel=true",
    "?note=any",
    "?limit=1&outcome=created",
  ])
    expect((await team.get(`${url}/results${query}`)).status).toBe(200);
  expect((await team.request("POST", `${url}/retry`)).status).toBe(202);
  // Of one that the queue has lost a part of, what is missing is taken again.
  await stack.stopWorker();
  const lost = { ...NDJSON, "Idempotency-Key": "lost" };
  const rows = '{"email":"lost1@example.com"}\n{"email":"no"}\n';
  const { body } = await team.request("POST", "/api/contacts/batch", { raw: rows, headers: lost });
  const { id } = BatchAcceptedAnswer.parse(body).job;
  await loseRowsAs(stack);
  await stack.startWorker();
  await until("its end", 20_000, async () => (await team.job(id, 5)).finishedAt !== undefined);
  await send(rows, lost);
  await team.request("DELETE", "/api/fields/contact/plan");
}

/** A browser, by a link. */
async function signInAndOut({ anyone }: Stack, team: TestTeam): Promise<void> {
  const { data } = ConsoleLinkAnswer.parse((await team.request("POST", "/api/console/links")).body);
  const headers = { Authorization: `Bearer ${data.path.split("#")[1]}` };
  const entered = await anyone.request("POST", "/console/sign-in", { headers });
  const cookie = {
    Cookie: entered.headers.get("set-cookie")?.split(";")[0] ?? "",
    "Sec-Fetch-Site": "same-origin",
  };
  expect((await anyone.get("/api/team", { headers: cookie })).status).toBe(200);
  expect((await anyone.request("DELETE", "/api/console/session", { headers: cookie })).status).toBe(200);

  const made = CreateKeyAnswer.parse(
    (await team.post("/api/keys", { name: "rotated", scopes: ["read"] })).body,
  );
  const formerly = { Authorization: `Bearer ${made.data.key}` };
  await team.post(`/api/keys/${made.data._id}/rotate`, { overlapHours: 1 });
  expect((await anyone.request("POST", "/console/sign-in", { headers: formerly })).status).toBe(200);
}

/** As the worker's housekeeping does it. */
async function loseRowsAs({ urls }: Stack): Promise<void> {
  await asWorker(
    urls?.worker,
    async (db) => void (await loseRows(db, { passedBefore: Date.now() + HOUR_MS, lookedAt: Date.now() })),
  );
}

async function asWorker(
  url: string | undefined,
  run: (db: ReturnType<typeof createDatabase>) => Promise<void>,
): Promise<void> {
  const db = createDatabase({ url: url ?? "", max: 1 });
  try {
    await run(db);
  } finally {
    await db.destroy();
  }
}

/** What housekeeping does in days, and once nobody wrote for a while. */
async function byTime(stack: Stack, team: TestTeam): Promise<void> {
  const made = await makeUpload(stack, team);
  await made.take(0, 1);
  await sql`update jobs set accepted_at = now() - interval '40 days' where job_id = ${made.id}`.execute(
    stack.db,
  );
  await sql`update idempotency_keys set created_at = now() - interval '9 days' where team_id = ${team.teamId}`.execute(
    stack.db,
  );
  const silent = await makeUpload(stack, team);
  await sql`update jobs set lease_until = now() - interval '1 hour' where job_id = ${silent.id}`.execute(
    stack.db,
  );
  await until("the silent upload is given up", 20_000, async () => {
    const { rows } = await sql`select from jobs where job_id = ${silent.id} and upload = 'broken'`.execute(
      stack.db,
    );
    return rows.length === 1;
  });
  // An erasure in the middle of its round: most are through before a worker comes to them.
  await sql`
    insert into erasures (team_id, job_id, record_ids, ranges, names, position, changed)
    values (${team.teamId}, ${made.id}, '{}', '[]', '{}', '{"range":0,"clock":0}', true)`.execute(stack.db);
  await asWorker(stack.urls?.worker, async (db) => {
    // Like an erasure, it waits for all transactions of the Postgres that began before it, those of other files too.
    await until("the values of a deleted field are gone", 120_000, async () => {
      await removeFieldValues(db);
      const { rows } = await sql`select from deleted_fields where removed_at is null`.execute(stack.db);
      return rows.length === 0;
    });
    await expireInputs(db, { hours: 0 });
    await endExpiredJobs(db, { retentionDays: 30 });
    await purgeIdempotencyKeys(db, { retentionHours: 48 });
    await purgeConsoleSecrets(db);
    await maintainReceipts(db, { retentionDays: 30 });
    await continueErasures(db);
  });
}

/** Those whom others name, whom a dry run has copies of, and whom late rows bring along. */
async function eraseAll(stack: Stack, team: TestTeam): Promise<void> {
  const dry = await openUpload(stack.api.url, team.key, "/api/contacts/batch?dryRun=true", NDJSON);
  await dry.write('{"email":"a@upload.example.com","tagline":"copied"}\n'.repeat(600));
  await until("copies", 20_000, async () => {
    const { rows } = await sql`select from contacts where team_id like 'job_%'`.execute(stack.db);
    return rows.length > 0;
  });
  for (const name of ["a@upload.example.com", "a@parted.example.com"])
    expect((await team.request("DELETE", `/api/contacts/${name}`)).status).toBe(200);
  await dry.end();
  await stack.stopWorker();
  const late = [
    await team.acceptedContact({ email: "wide@example.com" }),
    await team.acceptedContact({ email: "late@example.com", additionalEmails: ["wide@example.com"] }),
  ];
  const { _id } = await team.readContact("wide@example.com");
  const row = JSON.stringify({ contactId: _id, additionalEmails: ["wide@example.com", "late2@example.com"] });
  await team.request("POST", "/api/contacts/batch", { raw: row, headers: NDJSON });
  await team.request("DELETE", `/api/contacts/${_id}`);
  await team.request("DELETE", "/api/companies/wide.example?force=true");
  await stack.startWorker();
  for (const { body } of late) await team.job(body.job.id, 30);
  await until("the late row", 20_000, async () => {
    const { rows } = await sql`select from jobs where status is null`.execute(stack.db);
    return rows.length === 0;
  });
  await erasuresThrough(stack.db);
}

/** The command line acts for a team as well, on the database itself. */
async function administer({ urls }: Stack, { teamId }: TestTeam): Promise<void> {
  const run = async (...args: string[]) => {
    const command = runOnefold([...args, "--team", teamId], { DATABASE_URL: urls?.api ?? "" });
    const code = await command.ended();
    expect(code, command.output()).toBe(0);
    return command.output();
  };
  await run("member", "add", "--email", "cli@example.com", "--name", "Cli");
  await run("member", "list");
  await run("member", "block", "cli@example.com");
  await run("team", "set", "--name", "By the command line");
  const { keyId } = JSON.parse(await run("key", "create", "--name", "cli", "--json"));
  await run("key", "list");
  await run("key", "rotate", keyId);
  await run("key", "revoke", keyId);
}
