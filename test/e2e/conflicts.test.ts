import { ConflictList } from "@onefold/contract";
import type { Conflict } from "@onefold/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";

const stack = useStack();

const page = (name: string) => `https://www.linkedin.com/in/${name}`;

async function listed(team: Client, query = ""): Promise<ConflictList> {
  const { status, body } = await team.get(`/api/conflicts${query}`);
  expect(status).toBe(200);
  return ConflictList.parse(body);
}

const idsOf = ({ data }: ConflictList) => data.map(({ ids }: Conflict) => ids);

/** Two contacts that a request named together, and that stayed apart. */
async function clash(team: Client, name: string, query = ""): Promise<[string, string]> {
  const first = await team.contact({ email: `${name}@example.com` });
  const second = await team.contact({ linkedinUrl: page(name) });
  await team.request("POST", `/api/contacts${query}`, {
    body: { email: `${name}@example.com`, linkedinUrl: page(name) },
  });
  return [first.body.data._id, second.body.data._id];
}

test("records that were left apart are listed by pairs, newest first, with why, from which job and by whom", async () => {
  const team = await stack().newTeam();
  expect((await listed(team)).data).toEqual([]);
  const jane = await clash(team, "jane");
  const sam = await clash(team, "sam", "?onConflict=strict");
  // What is only tried, or is no clash, isn't there.
  await team.post("/api/contacts?dryRun=true", { email: "jane@example.com", linkedinUrl: page("jane") });
  await team.contact({ email: "jane@example.com", jobTitle: "CTO" });
  const { data } = await listed(team);
  expect(data.map(({ ids }) => ids.toSorted())).toEqual([sam.toSorted(), jane.toSorted()]);
  expect(data[1]).toMatchObject({
    entity: "contact",
    ids: jane,
    clashes: [{ reason: "duplicate", field: "linkedinUrl", value: page("jane"), row: 0 }],
  });
  expect(data[0]?.clashes).toMatchObject([{ reason: "strict" }]);
  // The same pair again is the newest, once.
  await team.contact({ email: "jane@example.com", linkedinUrl: page("jane") });
  const again = await listed(team);
  expect(again.data.map(({ ids, clashes }) => [ids.toSorted(), clashes.length])).toEqual([
    [jane.toSorted(), 2],
    [sam.toSorted(), 1],
  ]);
  expect(
    idsOf(await listed(team, "?reason=strict"))
      .flat()
      .toSorted(),
  ).toEqual(sam.toSorted());
  expect(idsOf(await listed(team, "?entity=company"))).toEqual([]);
  // Another team has none of it.
  expect(idsOf(await listed(await stack().newTeam()))).toEqual([]);
});

test("what an upload only tried is no conflict, whether it would leave them apart or refuse the row", async () => {
  const team = await stack().newTeam();
  const pair = await clash(team, "jane");
  const row = { email: "jane@example.com", linkedinUrl: page("jane") };
  const upload = async (query: string) => {
    const { body } = await team.post(`/api/contacts/batch${query}`, [row]);
    return await team.job(Object(body).job.id, 30);
  };
  const reasons = async () =>
    (await listed(team)).data.flatMap(({ clashes }) => clashes.map(({ reason }) => reason));
  const before = await reasons();
  await upload("?dryRun=true");
  await upload("?dryRun=true&onConflict=strict");
  expect(await reasons()).toEqual(before);
  await upload("?onConflict=strict");
  expect(await reasons()).toEqual(["strict", ...before]);
  expect(idsOf(await listed(team)).map((ids) => ids.toSorted())).toEqual([pair.toSorted()]);
});

test("a placeholder that was left out names one record", async () => {
  const team = await stack().newTeam();
  const { body } = await team.contact({ email: "mia@example.com", linkedinUrl: page("undefined") });
  expect(await listed(team)).toMatchObject({
    data: [{ ids: [body.data._id], clashes: [{ reason: "placeholder", field: "linkedinUrl" }] }],
  });
});

test("a pair is gone once it was merged, noted as different or deleted; and comes back with its note taken back", async () => {
  const team = await stack().newTeam();
  const merged = await clash(team, "jane");
  const different = await clash(team, "sam");
  const deleted = await clash(team, "kim");
  const answer = await team.post("/api/contacts/merge", { primaryId: merged[0], secondaryIds: [merged[1]] });
  expect(idsOf(await listed(team))).toEqual([deleted, different]);
  expect((await team.post("/api/contacts/different", { ids: different })).status).toBe(200);
  expect(idsOf(await listed(team))).toEqual([deleted]);
  expect((await team.request("DELETE", `/api/contacts/${deleted[1]}`)).status).toBe(200);
  expect(idsOf(await listed(team))).toEqual([]);
  await team.request("DELETE", "/api/contacts/different", { body: { ids: different } });
  expect(idsOf(await listed(team))).toEqual([different]);
  // An undo notes that they are different.
  expect((await team.request("POST", Object(answer.body).undoUrl)).status).toBe(200);
  expect(idsOf(await listed(team))).toEqual([different]);
});

test("pages go on where the one before ended, and a cursor is good for its own list and team", async () => {
  const team = await stack().newTeam();
  const pairs = [];
  for (const name of ["a", "b", "c"]) pairs.unshift(await clash(team, `${name}1`));
  const first = await listed(team, "?limit=2");
  expect(idsOf(first)).toEqual(pairs.slice(0, 2));
  const next = `&cursor=${first.nextCursor ?? ""}`;
  const second = await listed(team, `?limit=2${next}`);
  expect(idsOf(second)).toEqual(pairs.slice(2));
  expect(second.nextCursor).toBeUndefined();
  refused(await team.get(`/api/conflicts?reason=strict${next}`), 400, "INVALID_REQUEST");
  refused(await (await stack().newTeam()).get(`/api/conflicts?limit=2${next}`), 400, "INVALID_REQUEST");
  refused(await team.get("/api/conflicts?reason=other"), 400, "INVALID_REQUEST");
});

test("the list is read by its own index, whatever else there is", async () => {
  const { teamId } = await stack().newTeam();
  await sql`
    insert into receipts (team_id, day, job_id, "row", clock, record_id, result)
    select ${teamId}, '2020-01-01', 'job_' || i, 0, i, 'ctc_' || i, '{"outcome":"updated"}'
      from generate_series(1, 20000) i`.execute(stack().db);
  await sql`analyze receipts`.execute(stack().db);
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain select clock from receipts r
     where r.team_id = ${teamId} and r.clock < 9000
       and ((r.record_id is not null and r.names is not null and r.result ->> 'dryRun' is null)
         or (r.record_id is null and r.result ->> 'code' = 'IDENTITY_CONFLICT'))
     order by r.clock desc limit 500`.execute(stack().db);
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toMatch(/receipts_default_team_id_clock_idx/);
  expect(plan).not.toMatch(/Seq Scan on receipts_default/);
});
