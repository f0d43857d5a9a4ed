import { beforeAll, describe, expect, test } from "vitest";
import { useStack } from "../e2e/support/on-each-backend.ts";
import type { TestTeam } from "../e2e/support/stack.ts";
import { namesOf } from "../e2e/tenancy/support/names.ts";
import { logStatements, teamTables } from "../e2e/tenancy/support/statement-log.ts";
import type { LoggedStatement } from "../e2e/tenancy/support/statement-log.ts";
import { BY_RIGHT } from "./support/by-right.ts";
import type { OfAllTeams } from "./support/by-right.ts";
import { createDistributedForms } from "./support/distributed-forms.ts";
import type { DistributedForms } from "./support/distributed-forms.ts";
import { LATERAL, NOT_ROUTED } from "./support/not-routed.ts";
import { statementsInSources } from "./support/sql-in-source.ts";
import { createUnboundScans } from "./support/unbound-scans.ts";
import type { UnboundScans } from "./support/unbound-scans.ts";
import { wideRun } from "./support/wide-run.ts";

/**
 * No statement forgets whose rows it may touch: all that the API, the worker and the command line send to the database
 * while they do whatever they can do. They have roles of their own, by which the log tells them from the test.
 */
const stack = useStack({
  queue: "redis",
  roles: true,
  worker: false,
  // So that each of its transactions is of one team, which the tests below hold to it.
  env: { DATABASE_DISTRIBUTED: "1", WEBHOOK_ALLOW_PRIVATE: "1" },
});

let bystander: TestTeam;
let logged: readonly LoggedStatement[];
let unbound: UnboundScans;
let forms: DistributedForms;

beforeAll(async () => {
  const { db, urls } = stack();
  const roles = [urls?.api, urls?.worker].map((url = "") => new URL(url).username);
  const log = await logStatements(db, roles);
  unbound = await createUnboundScans(db);
  forms = await createDistributedForms(db, unbound);
  // Somebody has all that there is, and asks for nothing.
  await stack().startWorker();
  bystander = await stack().newTeam();
  await namesOf(stack(), bystander, "bystander");
  // With connections that are logged.
  await stack().stopWorker();
  await stack().stopApi();
  logged = await log.allDuring(async () => {
    await stack().startApi();
    await stack().startWorker();
    await wideRun(stack());
    await stack().stopWorker();
  });
}, 240_000);

const isByRight = (text: string) => BY_RIGHT.some(({ begins }) => begins.test(text));

test("each is held to a team at every table of teams, but for a few that are the whole deployment's", async () => {
  const forgotten: string[] = [];
  const texts = new Set(logged.map(({ text }) => text));
  for (const text of texts) {
    const scans = await unbound.in(text);
    if (scans.length > 0 && !isByRight(text)) forgotten.push(`${scans.join(", ")}: ${text}`);
  }
  expect(forgotten).toEqual([]);
  expect(texts.size).toBeGreaterThan(180);
  // None is excused that isn't there any more, or is held to one after all.
  for (const { begins, why } of BY_RIGHT) {
    const text = [...texts].find((each) => begins.test(each));
    expect(text, why).toBeDefined();
    expect(await unbound.in(text ?? ""), why).not.toEqual([]);
  }
});

test("none names a team that has asked for nothing", () => {
  const naming = logged.filter(({ text, parameters }) => `${text}${parameters}`.includes(bystander.teamId));
  expect(naming).toEqual([]);
  expect(logged.filter(({ parameters }) => parameters.includes("tea_")).length).toBeGreaterThan(1_000);
});

/** What isn't run for a team, or not within an hour. */
const NOT_RUN = [
  // By `migrate`, on its own, for all teams one after the other.
  /^admin\/respell-.*\.ts$/,
  /^merge\/respell-merges\.ts$/,
  // By an administrator, who reads what the whole deployment has and changes nothing.
  /^verify\/.*\.ts$/,
  // Where a day's partition wasn't made ahead.
  /^receipts\/receipt-partitions\.ts$/,
];

test("all statements that the sources have were among them", async () => {
  const tables = (await teamTables(stack().db)).join("|");
  const ofTeams = new RegExp(`\\b(?:from|join|into|update|using) (?:"?(?:${tables})\\b|\\()`);
  const texts = [...new Set(logged.map(({ text }) => text))];
  const unseen = (await statementsInSources()).filter(
    ({ file, text, part }) =>
      ofTeams.test(text) &&
      !NOT_RUN.some((pattern) => pattern.test(file)) &&
      !texts.some((each) => each.includes(part)),
  );
  expect(unseen.map(({ file, part }) => `${file}: ${part}`)).toEqual([]);
});

describe("distributed by team", () => {
  const texts = () => [...new Set(logged.map(({ text }) => text))];
  const isOf = (list: readonly OfAllTeams[], text: string) => list.some(({ begins }) => begins.test(text));

  test("each names its team by a parameter, but for a few that are known; and none that doesn't locks rows", async () => {
    const unrouted: string[] = [];
    for (const text of texts()) if ((await forms.unrouted(text)).length > 0) unrouted.push(text);
    expect(unrouted.filter((text) => !isOf(NOT_ROUTED, text))).toEqual([]);
    expect(unrouted.filter((text) => text.includes(" for update"))).toEqual([]);
    for (const { begins, why } of NOT_ROUTED)
      expect(
        unrouted.some((text) => begins.test(text)),
        why,
      ).toBe(true);
  });

  test("none that writes calls what isn't immutable where such an engine refuses that", () => {
    expect(texts().filter((text) => forms.mutable(text).length > 0)).toEqual([]);
  });

  test("none inserts rows in a WITH", () => {
    const inserting = texts().filter((text) => forms.insertsWithin(text));
    expect(inserting.filter((text) => !isOf(NOT_ROUTED, text))).toEqual([]);
    expect(
      forms.insertsWithin(
        "with made as (insert into jobs (team_id) values ($1) returning *) select * from made",
      ),
    ).toBe(true);
  });

  test("none joins the rows that came with it to a look-up of each, but for a few that are known", () => {
    const lateral = texts().filter((text) => forms.isLateral(text));
    expect(lateral.filter((text) => !isOf(LATERAL, text))).toEqual([]);
    for (const { begins, why } of LATERAL)
      expect(
        lateral.some((text) => begins.test(text)),
        why,
      ).toBe(true);
  });

  test.each([
    "select * from contacts where team_id = any($1)",
    "select * from contacts r where (r.team_id, r.record_id) in (select * from unnest($1::text[], $2::text[])) for update",
    "select r.* from receipts r join unnest($1::text[]) as k(team_id) on r.team_id = k.team_id",
    "select * from jobs j where j.team_id = $1 and exists (select from contacts c where c.team_id = j.job_id)",
  ])("one that doesn't name it is found: %s", async (statement) => {
    expect(await forms.unrouted(statement)).not.toEqual([]);
  });

  test.each([
    "update jobs set lease_until = case when upload = $1 then now() end where team_id = $2",
    "insert into jobs (team_id) values ($1) on conflict (team_id, job_id) do update set finished_at = now()",
    "insert into jobs (team_id) values ($1) on conflict (team_id, job_id) do update set status = $2 where jobs.accepted_at < excluded.accepted_at - make_interval(days => $3)",
    "update api_keys set revoked_at = coalesce(revoked_at, now()) where team_id = $1",
    "update jobs set finished_at = clock_timestamp() where team_id = $1",
    "delete from jobs where team_id = $1 and lease_until < clock_timestamp()",
    "update receipts r set result = json_build_object('code', r.result ->> 'code') where r.team_id = $1",
    "update jobs set status = $1 where team_id = $2 returning now()",
  ])("one that calls it is found: %s", (statement) => {
    expect(forms.mutable(statement)).not.toEqual([]);
  });

  test.each([
    "select case when lease_until < now() then 1 end from jobs where team_id = $1 for update",
    "update jobs set finished_at = now(), status = coalesce(status, $1) where team_id = $2 and lease_until < statement_timestamp() - make_interval(hours => $3)",
  ])("and one that may is not: %s", (statement) => {
    expect(forms.mutable(statement)).toEqual([]);
  });
});

describe("a statement that forgets it is found", () => {
  test.each([
    ["select * from contacts where record_id = $1", ["contacts"]],
    ["select count(*) from receipts where day = $1", ["receipts"]],
    ["update contacts set source = $1 where record_id = $2", ["contacts"]],
    ["delete from jobs where job_id = any($1)", ["jobs"]],
    ["select * from contacts where team_id <> $1", ["contacts"]],
    ["select * from contacts where team_id >= $1 and record_id = $2", ["contacts"]],
    ["select * from contacts where team_id = $1 or record_id = $2", ["contacts"]],
    ["select * from contacts where team_id is not null", ["contacts"]],
    [
      "select c.* from contact_identifiers i join contacts c on c.record_id = i.record_id where i.team_id = $1",
      ["contacts"],
    ],
    [
      "select c.* from contacts c join contact_identifiers i on i.team_id = c.team_id and i.record_id = c.record_id where i.value = $1",
      ["contacts", "contact_identifiers"],
    ],
    [
      "select * from contacts c where c.team_id = $1 and exists (select from receipts r where r.record_id = c.record_id)",
      ["receipts"],
    ],
    [
      "with gone as (delete from contacts where record_id = $1 returning team_id) select * from jobs j where j.team_id = $2",
      ["contacts"],
    ],
    ["insert into merges (team_id, job_id) select team_id, job_id from jobs where job_id = $1", ["jobs"]],
    [
      "update contacts c set source = i.value from contact_identifiers i where i.team_id = $1 and i.record_id = c.record_id",
      ["contacts"],
    ],
  ])("%s", async (statement, tables) => {
    const found = await unbound.in(statement);
    expect(found.map((scan) => scan.replace(/ as .*/, "")).toSorted()).toEqual(tables.toSorted());
  });

  test.each([
    "select * from contacts where team_id = $1 and record_id = $2",
    "select * from contacts where team_id = any($1)",
    "select c.* from contacts c join contact_identifiers i on i.team_id = c.team_id and i.record_id = c.record_id where i.team_id = $1",
    "select r.* from receipts r join json_to_recordset($1::json) as k(team_id text, day date) on r.team_id = k.team_id and r.day = k.day",
    "update jobs j set status = $1 where (j.team_id, j.job_id) in (select k.team_id, k.job_id from unnest($2::text[], $3::text[]) k(team_id, job_id))",
    "with mine as (select team_id, record_id from contacts where team_id = $1) select * from mine m join receipts r on r.team_id = m.team_id",
  ])("and this one is held to one: %s", async (statement) => {
    expect(await unbound.in(statement)).toEqual([]);
  });
});
