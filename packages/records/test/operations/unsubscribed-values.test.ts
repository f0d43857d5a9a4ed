import type { Item } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitOnce,
  deleteRecord,
  listUnsubscribed,
  previewUpsert,
  readUnsubscribed,
  resubscribeValue,
  setUnsubscribed,
  UNSUBSCRIBE_AT_ONCE,
  unsubscribeValues,
} from "../../src/index.ts";
import type { OperationPoint } from "../../src/index.ts";
import { byEmail, createActs } from "../support/acts.ts";
import { commitItems } from "../support/commit-items.ts";
import { createLook } from "../verify/support/look.ts";
import { email, linkedin, newTeam, salesNav } from "../support/team.ts";
import type { Team } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { applied, idOf, read, merging, undoing } = createActs(db);
const { wrong } = createLook(db);

const KINDS = ["email", "linkedin", "salesNav", "domain", "phone"] as const;
const domain = (value: string) => ({ kind: "domain" as const, value });
const phone = (value: string) => ({ kind: "phone" as const, value });

const list = (team: Team, ...values: Parameters<typeof unsubscribeValues>[2]) =>
  unsubscribeValues(db, team.operation(), values);
const unlist = (team: Team, value: Parameters<typeof resubscribeValue>[2]) =>
  resubscribeValue(db, team.operation(), value);
const isOut = async (team: Team, value: string) => (await read(team, value))?.unsubscribed === true;

describe("a value that is unsubscribed before somebody has it", () => {
  test.each([
    ["an e-mail", email("jane@example.com"), { identifiers: [email("jane@example.com")] }],
    [
      "an additional e-mail",
      email("j@example.com"),
      { identifiers: [email("jane@example.com")], aliases: ["j@example.com"] },
    ],
    ["a profile", linkedin("jane"), { identifiers: [email("jane@example.com"), linkedin("jane")] }],
    ["a lead", salesNav("ACwAAJane"), { identifiers: [email("jane@example.com"), salesNav("ACwAAJane")] }],
    ["a domain", domain("example.com"), { identifiers: [email("jane@example.com")] }],
  ])("makes who gets it unsubscribed: %s", async (_, value, upsert) => {
    const [team, other] = [await newTeam(db), await newTeam(db)];
    await list(team, value);
    const preview = await previewUpsert(db, team.item(upsert));
    expect(preview).toMatchObject({ outcome: "created", record: { unsubscribed: true } });
    expect(await applied(team.item(upsert))).toMatchObject({
      outcome: "created",
      record: { unsubscribed: true },
    });
    expect((await applied(other.item(upsert))).record.unsubscribed).toBeUndefined();
    expect(await wrong(team)).toEqual({});
  });

  test("makes a contact unsubscribed that gets it later, and tells so as a change", async () => {
    const team = await newTeam(db);
    await list(team, email("j@example.com"));
    await idOf(team.item({ identifiers: [email("jane@example.com")] }));
    const more = { identifiers: [email("jane@example.com")], aliases: ["j@example.com"] };
    expect(await applied(team.item(more))).toMatchObject({
      outcome: "updated",
      changes: { unsubscribed: { to: true }, additionalEmails: { to: ["j@example.com"] } },
    });
    expect(await applied(team.item(more))).toMatchObject({ outcome: "unmodified", changes: {} });
  });

  test("doesn't touch whom it isn't given to: it clashes, and stays with who has it", async () => {
    const team = await newTeam(db);
    await list(team, email("hers@example.com"));
    await idOf(team.item({ identifiers: [email("hers@example.com")] }));
    await applied(team.item({ identifiers: [email("jane@example.com")], aliases: ["hers@example.com"] }));
    expect(await isOut(team, "jane@example.com")).toBe(false);
  });

  test("a phone number is kept, and unsubscribes nobody", async () => {
    const team = await newTeam(db);
    await list(team, phone("+33612345678"));
    await applied(team.item({ identifiers: [email("jane@example.com")], set: { phone: "+33612345678" } }));
    expect(await isOut(team, "jane@example.com")).toBe(false);
  });
});

describe("a value that somebody has", () => {
  test("unsubscribes them, with a receipt; taken off the list they are subscribed again", async () => {
    const team = await newTeam(db);
    const jane = await idOf(
      team.item({ identifiers: [email("jane@example.com"), linkedin("jane")], aliases: ["j@example.com"] }),
    );
    const [first] = await list(team, email("j@example.com"), linkedin("jane"), email("nobody@example.com"));
    expect(await isOut(team, "jane@example.com")).toBe(true);
    const [again] = await list(team, email("j@example.com"));
    expect(again).toEqual(first);
    expect(await unlist(team, email("j@example.com"))).toEqual(first);
    // Her profile is still there.
    expect(await isOut(team, "jane@example.com")).toBe(true);
    await unlist(team, linkedin("jane"));
    expect(await isOut(team, "jane@example.com")).toBe(false);
    expect(await unlist(team, linkedin("jane"))).toBeUndefined();
    const { rows } = await sql`select from receipts
      where team_id = ${team.teamId} and record_id = ${jane} and result->>'action' like '%subscribe'`.execute(
      db,
    );
    expect(rows).toHaveLength(2);
  });

  test("unsubscribes them once: again it leaves no receipt, and stands against what was said meanwhile", async () => {
    const team = await newTeam(db);
    await idOf(team.item({ identifiers: [email("jane@example.com"), linkedin("jane")] }));
    await list(team, email("jane@example.com"));
    const told = async () => {
      const { rows } = await sql<{ receipts: number; changes: number }>`
        select (select count(*)::int from receipts where team_id = ${team.teamId}) as receipts,
               (select count(*)::int from changes where team_id = ${team.teamId}) as changes`.execute(db);
      return rows;
    };
    const before = await told();
    const meanwhile = team.item({
      identifiers: [email("jane@example.com")],
      consent: { unsubscribed: false },
    });
    await list(team, email("jane@example.com"));
    expect(await told()).toEqual(before);
    await applied(meanwhile);
    expect(await isOut(team, "jane@example.com")).toBe(true);
    expect(await wrong(team)).toEqual({});
    // What is listed in addition is told, as it is later.
    await list(team, email("jane@example.com"), linkedin("jane"));
    expect(await told()).not.toEqual(before);
  });

  test("are so few at once that their contacts' locks leave room for others'", async () => {
    const team = await newTeam(db);
    const people = Array.from({ length: UNSUBSCRIBE_AT_ONCE }, (_, n) => ({
      identifiers: [email(`p${n}@example.com`), linkedin(`p${n}`), salesNav(`ACwAAp${n}`)],
      aliases: Array.from({ length: 20 }, (__, more) => `p${n}-${more}@example.com`),
    }));
    await commitItems(
      db,
      people.map((upsert) => team.item(upsert)),
    );
    let held = 0;
    const onPoint = async (at: OperationPoint) => {
      if (at !== "before-commit") return;
      const { rows } = await sql<{ held: number }>`
        select count(*)::int as held from pg_locks l join pg_database d on d.oid = l.database
         where d.datname = current_database() and l.locktype = 'advisory'`.execute(db);
      held = rows[0]?.held ?? 0;
    };
    const names = people.map((_, n) => email(`p${n}@example.com`));
    await unsubscribeValues(db, team.operation({ onPoint }), names);
    expect(held).toBeGreaterThan(people.length * 20);
    expect(held).toBeLessThan(500);
  });

  test("the latest stands: who was subscribed again stays so, until it is said again", async () => {
    const team = await newTeam(db);
    await list(team, email("jane@example.com"));
    const contact = { recordId: await idOf(team.item({ identifiers: [email("jane@example.com")] })) };
    const late = team.item({ identifiers: [email("jane@example.com")], set: { firstName: "Jane" } });
    await setUnsubscribed(db, team.operation(), { contact, unsubscribed: false });
    await applied(late);
    expect(await isOut(team, "jane@example.com")).toBe(false);
    await list(team, email("jane@example.com"));
    expect(await isOut(team, "jane@example.com")).toBe(true);
  });

  test("what was said before, and comes after, doesn't stand against it, and is told as not applied", async () => {
    const team = await newTeam(db);
    const before = team.item({
      identifiers: [email("jane@example.com")],
      consent: { unsubscribed: false },
    });
    await list(team, email("jane@example.com"));
    expect(await applied(before)).toMatchObject({
      record: { unsubscribed: true },
      fieldRejections: [{ field: "unsubscribed", reason: "stale", rejectedValue: false }],
    });
    const after = team.item({ identifiers: [email("jane@example.com")], consent: { unsubscribed: false } });
    expect((await applied(after)).record.unsubscribed).toBeUndefined();
  });
});

describe("merges and their undo", () => {
  test.each(["before", "meanwhile"])(
    "a value that was unsubscribed %s goes with who has it",
    async (when) => {
      const team = await newTeam(db);
      const jane = await idOf(team.item({ identifiers: [email("jane@example.com")] }));
      if (when === "before") await list(team, email("j@example.com"));
      const j = await idOf(team.item({ identifiers: [email("j@example.com")] }));
      const merge = team.operation();
      await merging(team, jane, [j], merge);
      if (when === "meanwhile") await list(team, email("j@example.com"));
      expect(await isOut(team, "jane@example.com")).toBe(true);
      await undoing(team, merge);
      expect(await isOut(team, "j@example.com")).toBe(true);
      // What is said of two that are one is said of both.
      expect(await isOut(team, "jane@example.com")).toBe(when === "meanwhile");
    },
  );

  test("what came to the survivor since unsubscribes it, and stays", async () => {
    const team = await newTeam(db);
    await list(team, email("new@example.com"));
    const jane = await idOf(team.item({ identifiers: [email("jane@example.com")] }));
    const j = await idOf(team.item({ identifiers: [email("j@example.com")] }));
    await setUnsubscribed(db, team.operation(), { contact: { recordId: j }, unsubscribed: true });
    const merge = team.operation();
    await merging(team, jane, [j], merge);
    await applied(team.item({ identifiers: [email("jane@example.com")], aliases: ["new@example.com"] }));
    await undoing(team, merge);
    expect(await isOut(team, "new@example.com")).toBe(true);
    expect(await isOut(team, "j@example.com")).toBe(true);
  });

  test("an upsert that merges leaves it with all", async () => {
    const team = await newTeam(db);
    await list(team, linkedin("jane"));
    await idOf(team.item({ identifiers: [email("jane@example.com")] }));
    await idOf(team.item({ identifiers: [linkedin("jane")] }));
    await applied(
      team.item({ onConflict: "merge", identifiers: [email("jane@example.com"), linkedin("jane")] }),
    );
    expect(await isOut(team, "jane@example.com")).toBe(true);
  });
});

describe("an unsubscribe beside the upsert that creates", () => {
  const upsert = (team: Team) => team.item({ identifiers: [email("jane@example.com")] });

  test.each<OperationPoint>(["begun", "locked", "before-commit"])(
    "isn't lost where it stands still: %s",
    async (point) => {
      const team = await newTeam(db);
      const items: Item[] = [upsert(team)];
      const reached = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const operation = team.operation({
        onPoint: async (at) => {
          if (at !== point) return;
          reached.resolve();
          await goOn.promise;
        },
      });
      const listing = unsubscribeValues(db, operation, [email("jane@example.com")]);
      await reached.promise;
      const { outcomes, held } = await commitOnce(db, items);
      // Before it has its locks the contact is made first; from then on the commit leaves it aside.
      expect([outcomes.length, held.length]).toEqual(point === "begun" ? [1, 0] : [0, 1]);
      goOn.resolve();
      await listing;
      await commitItems(db, items);
      expect(await isOut(team, "jane@example.com")).toBe(true);
    },
  );

  test("isn't lost where the upsert stands still: it waits, and finds the contact", async () => {
    const team = await newTeam(db);
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const committing = commitOnce(db, [upsert(team)], {
      onPoint: async (at) => {
        if (at !== "before-commit") return;
        reached.resolve();
        await goOn.promise;
      },
    });
    await reached.promise;
    const listing = list(team, email("jane@example.com"));
    goOn.resolve();
    await Promise.all([committing, listing]);
    expect(await isOut(team, "jane@example.com")).toBe(true);
  });

  test("whatever comes first, of many at once", async () => {
    const team = await newTeam(db);
    const names = Array.from({ length: 60 }, (_, n) => email(`p${n}@example.com`));
    await Promise.all(
      names.flatMap((name, n) => [
        commitItems(db, [team.item({ identifiers: [name] })]),
        n % 2 === 0 ? list(team, name) : list(team, name, email(`q${n}@example.com`)),
      ]),
    );
    expect(await Promise.all(names.map(({ value }) => isOut(team, value)))).toEqual(names.map(() => true));
    expect(await wrong(team)).toEqual({});
  });
});

describe("who is erased", () => {
  test("stays unsubscribed by a hash, and isn't listed; who gives the value again has it listed again", async () => {
    const team = await newTeam(db);
    await list(
      team,
      email("jane@example.com"),
      email("old@example.com"),
      linkedin("jane"),
      domain("example.com"),
    );
    await list(team, phone("+33612345678"), email("other@example.com"));
    await applied(
      team.item({
        identifiers: [email("jane@example.com"), linkedin("jane")],
        set: { phone: "+33 6 12 34 56 78" },
      }),
    );
    await deleteRecord(db, team.operation(), {
      entity: "contact",
      name: byEmail("jane@example.com"),
      force: false,
    });
    const listed = async () =>
      (await listUnsubscribed(db, team.teamId, { kinds: KINDS, limit: 9 })).values.map(({ value }) => value);
    expect((await listed()).toSorted()).toEqual(["example.com", "old@example.com", "other@example.com"]);
    expect(await readUnsubscribed(db, team.teamId, email("jane@example.com"))).toBeDefined();
    expect((await applied(team.item({ identifiers: [email("jane@example.com")] }))).record.unsubscribed).toBe(
      true,
    );
    await list(team, email("jane@example.com"));
    expect(await listed()).toContain("jane@example.com");
  });
});

test("who is erased gives up the values in one order, as who lists them takes them: they never wait in a ring", async () => {
  const team = await newTeam(db);
  const values = Array.from({ length: 20 }, (_, n) => email(`p${n}@example.com`));
  const [first = email("p0@example.com"), ...aliases] = values;
  await applied(team.item({ identifiers: [first], aliases: aliases.map(({ value }) => value) }));
  await list(team, ...values);
  const rowsLeft = await db.transaction().execute(async (trx) => {
    await sql`
      select from unsubscribed_values where team_id = ${team.teamId} order by hash limit 1 for update`.execute(
      trx,
    );
    const deleting = deleteRecord(db, team.operation(), {
      entity: "contact",
      name: byEmail(first.value),
      force: false,
    });
    await expect.poll(isWaiting).toBe(true);
    const { rows } = await sql`
      select from unsubscribed_values where team_id = ${team.teamId} for update skip locked`.execute(trx);
    return { rows: rows.length, deleting };
  });
  expect(rowsLeft.rows).toBe(values.length);
  expect(await rowsLeft.deleting).toMatchObject({ kind: "deleted" });
  expect((await listUnsubscribed(db, team.teamId, { kinds: KINDS, limit: 1 })).values).toEqual([]);
});

async function isWaiting(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows.length > 0;
}

test("the list goes on behind each page, the oldest first, by kinds", async () => {
  const team = await newTeam(db);
  await list(team, email("a@example.com"), email("b@example.com"), domain("c.example"));
  await list(team, email("d@example.com"));
  const all = await listUnsubscribed(db, team.teamId, { kinds: KINDS, limit: 100 });
  expect(all.values.at(-1)?.value).toBe("d@example.com");
  const seen: string[] = [];
  let after: (typeof all)["next"];
  do {
    const page = await listUnsubscribed(db, team.teamId, { kinds: KINDS, limit: 1, ...(after && { after }) });
    seen.push(...page.values.map(({ value }) => value));
    after = page.next;
  } while (after);
  expect(seen).toEqual(all.values.map(({ value }) => value));
  const domains = await listUnsubscribed(db, team.teamId, { kinds: ["domain"], limit: 5, offset: 0 });
  expect(domains.values.map(({ value }) => value)).toEqual(["c.example"]);
});
