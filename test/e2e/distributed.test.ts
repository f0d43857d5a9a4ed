import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { useStack } from "./support/on-each-backend.ts";
import type { Stack, TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";

/** While a commit waits for this, items of several teams gather for the next one. */
const GATE = sql`pg_advisory_xact_lock(1, 1)`;

/** Notes which transaction writes a contact of which team, and refuses those of teams that are said to be away. */
async function watchCommits({ db }: Stack): Promise<void> {
  await sql`create table written (xid xid8 not null, team_id text not null, plans text not null)`.execute(db);
  await sql`create table away (team_id text primary key)`.execute(db);
  await sql`
    create function watch() returns trigger language plpgsql as $$
    begin
      if exists (select from away where team_id = new.team_id) then
        raise exception 'this machine is away' using errcode = '58030';
      end if;
      if new.fields ->> 'email' = 'gate@example.com' then
        perform ${GATE};
      end if;
      insert into written values (pg_current_xact_id(), new.team_id, current_setting('plan_cache_mode'));
      return new;
    end $$`.execute(db);
  await sql`create trigger watch before insert on contacts for each row execute function watch()`.execute(db);
}

/** The teams of each transaction that was committed. */
async function teamsOfCommits({ db }: Stack): Promise<string[][]> {
  const { rows } = await sql<{ teams: string[] }>`
    select array_agg(distinct team_id) as teams from written group by xid order by min(team_id)`.execute(db);
  return rows.map(({ teams }) => teams);
}

/** How the sessions that committed keep their plans. */
async function plansOfCommits({ db }: Stack): Promise<string[]> {
  const { rows } = await sql<{ plans: string }>`select distinct plans from written`.execute(db);
  return rows.map(({ plans }) => plans);
}

/** Has two contacts of each of three teams wait for the worker's one slot. */
async function acceptForTeams(stack: Stack, before: (away: TestTeam) => Promise<void>) {
  const teams = [await stack.newTeam(), await stack.newTeam(), await stack.newTeam()] as const;
  await before(teams[1]);
  return await stack.db.transaction().execute(async (trx) => {
    await sql`select ${GATE}`.execute(trx);
    await teams[0].acceptedContact({ email: "gate@example.com" });
    await until("a commit that waits", 20_000, async () => {
      const { rows } =
        await sql`select from pg_locks where locktype = 'advisory' and not granted and classid = 1`.execute(
          trx,
        );
      return rows.length > 0;
    });
    return { teams, accepted: await acceptAll(teams) };
  });
}

async function acceptAll(teams: readonly TestTeam[]) {
  return await Promise.all(
    teams.flatMap((team) =>
      ["a", "b"].map(async (name) => {
        const { body } = await team.acceptedContact({ email: `${name}@example.com` });
        return { team, id: body.job.id };
      }),
    ),
  );
}

async function applied({ db }: Stack): Promise<{ contacts: number; receipts: number }> {
  const { rows } = await sql<{ contacts: number; receipts: number }>`
    select (select count(*)::int from contacts) as contacts, (select count(*)::int from receipts) as receipts`.execute(
    db,
  );
  return rows[0] ?? { contacts: 0, receipts: 0 };
}

const oneSlot = { WORKER_SLOTS: "1" };

describe("without the setting", () => {
  const stack = useStack({ queue: "redis", env: oneSlot });

  test("one transaction applies items of several teams", async () => {
    await watchCommits(stack());
    const { accepted } = await acceptForTeams(stack(), async () => {});
    for (const { team, id } of accepted) await team.job(id, 30);
    const commits = await teamsOfCommits(stack());
    expect(Math.max(...commits.map((teams) => teams.length))).toBeGreaterThan(1);
    expect(await plansOfCommits(stack())).toEqual(["force_generic_plan"]);
  });
});

describe("with a distributed database", () => {
  const stack = useStack({
    queue: "redis",
    failures: true,
    env: { ...oneSlot, DATABASE_DISTRIBUTED: "1" },
  });

  test("each team has a transaction of its own, and one whose machine is away holds up no other", async () => {
    const { db } = stack();
    await watchCommits(stack());
    const { teams, accepted } = await acceptForTeams(
      stack(),
      async ({ teamId }) => void (await sql`insert into away values (${teamId})`.execute(db)),
    );
    const [first, away, last] = teams;
    for (const { team, id } of accepted) if (team !== away) await team.job(id, 30);
    expect(await applied(stack())).toEqual({ contacts: 5, receipts: 5 });
    // What comes later for the others goes on as well.
    for (const team of [first, last])
      expect((await team.contact({ email: "c@example.com" })).status).toBe(201);

    await sql`delete from away`.execute(db);
    for (const { team, id } of accepted) expect((await team.job(id, 30)).status).toBe("completed");
    expect(await applied(stack())).toEqual({ contacts: 9, receipts: 9 });
    expect((await teamsOfCommits(stack())).filter((of) => of.length > 1)).toEqual([]);
    expect(await plansOfCommits(stack())).toEqual(["auto"]);
  });
});
