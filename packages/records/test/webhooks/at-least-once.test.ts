import * as fc from "fast-check";
import { expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { createWebhook, deleteRecord, fanOut, workOn } from "../../src/index.ts";
import type { LoadedMessage, SentMessage } from "../../src/index.ts";
import { readAll, settled } from "../changes/support/reading.ts";
import { byEmail, createActs } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";
import { claim, deliverAll, fanOutAll, letTimePass, loadAll, sent } from "./support/receiver.ts";
import { times } from "../../../../test/support/thorough.ts";

const db = await testDatabase({ max: 12 });
const { applied, merging, read, undoing } = createActs(db);

class Killed extends Error {}

const PEOPLE = 3;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("write" as const), who: fc.nat(PEOPLE - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), who: fc.nat(PEOPLE - 1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("fan-out" as const),
      how: fc.constantFrom("once", "twice at once", "before-put", "after-put"),
      page: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("send" as const),
      wanted: fc.integer({ min: 1, max: 4 }),
      how: fc.constantFrom("delivered", "failed", "delivered and killed", "killed", "handed back"),
      /** What is written while it is under way. */
      meanwhile: fc.option(fc.nat(PEOPLE - 1), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "time passes" as const }) },
);

test("wherever they are killed, each event arrives, under one id for one content, and the newest state last", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 30 }), async (steps) => {
      const team = await newTeam(db);
      const name = await createWebhook(db, { ...team, url: "https://hooks.example.com" });
      const arrived: LoadedMessage[] = [];
      let values = 0;
      const address = (who: number) => `person-${who}@example.com`;
      const write = (who: number) =>
        applied(team.item({ identifiers: [email(address(who))], set: { jobTitle: `v${++values}` } }));
      const erase = (who: number) =>
        deleteRecord(db, team.operation(), { entity: "contact", name: byEmail(address(who)), force: false });

      for (const each of steps) {
        if (each.kind === "write") await write(each.who);
        else if (each.kind === "delete") await erase(each.who);
        else if (each.kind === "time passes") await letTimePass(db, name);
        else if (each.kind === "fan-out") {
          await settled(db);
          const { page, how } = each;
          const onPoint = (point: string) => {
            if (point === how) throw new Killed();
          };
          const runs = Array.from({ length: how === "twice at once" ? 2 : 1 }, () =>
            fanOut(db, name, { page, onPoint }).catch((error: unknown) => {
              if (!(error instanceof Killed)) throw error;
            }),
          );
          await Promise.all(runs);
        } else {
          const loaded = await claim(db, name, { wanted: each.wanted });
          // No record is two people's at once.
          const others = await claim(db, name);
          const both = [...loaded, ...others].map(({ message }) => message.recordId);
          expect(new Set(both).size).toBe(both.length);
          if (each.meanwhile !== undefined) {
            await write(each.meanwhile);
            await settled(db);
            await fanOut(db, name);
          }
          const back = each.how === "handed back";
          if (each.how !== "failed" && each.how !== "killed" && !back) arrived.push(...loaded);
          const delivered = each.how === "delivered";
          if (back) {
            const unsent = loaded.map(({ message }) => message);
            await workOn(db, name, { sent: [], unsent, wanted: 0, sending: 0, leaseMs: 60_000 });
          }
          const done: SentMessage[] = loaded.map(({ message }) => sent(message, { delivered }));
          if (delivered || each.how === "failed")
            await workOn(db, name, { sent: done, wanted: 0, sending: 0, leaseMs: 60_000 });
        }
      }

      await fanOutAll(db, name);
      for (let rounds = 0; rounds < 20; rounds++) {
        await letTimePass(db, name);
        const more = await deliverAll(db, name);
        arrived.push(...more);
        if (more.length === 0) break;
      }
      expect(
        await db.selectFrom("webhook_messages").selectAll().where("team_id", "=", team.teamId).execute(),
      ).toEqual([]);
      await check(team.teamId, arrived);
      for (let who = 0; who < PEOPLE; who++) {
        const record = await read(team, address(who));
        if (record)
          expect(arrived.findLast(({ message }) => message.recordId === record.recordId)?.record).toEqual(
            record,
          );
      }
    }),
    { numRuns: times(12, 50), endOnFailure: true },
  );
}, 300_000);

/** Each event of the feed arrived, and who took each id once missed none. */
async function check(teamId: string, arrived: readonly LoadedMessage[]): Promise<void> {
  const firsts = new Map<string, LoadedMessage>();
  for (const each of arrived) {
    const first = firsts.get(each.message.messageId);
    if (first) expect(each.message.content).toEqual(first.message.content);
    else firsts.set(each.message.messageId, each);
  }
  const told = new Set(
    [...firsts.values()].flatMap(({ message }) =>
      message.content.entries.map((entry) => JSON.stringify(entry)),
    ),
  );
  const feed = await readAll(db, teamId);
  for (const { entry } of feed) expect(told).toContain(JSON.stringify(entry));
}

test("two who take at once never have the same message, and a late word of who lost it changes nothing", async () => {
  const team = await newTeam(db);
  const name = await createWebhook(db, { ...team, url: "https://hooks.example.com" });
  for (let who = 0; who < 6; who++) await applied(team.item({ identifiers: [email(`p${who}@example.com`)] }));
  expect(await fanOutAll(db, name)).toBe(6);
  const work = { sent: [], wanted: 4, sending: 0, leaseMs: 60_000 };
  const both = await Promise.all([workOn(db, name, work), workOn(db, name, work)]);
  const taken = both.flatMap((each) => each?.taken ?? []);
  expect(new Set(taken.map(({ recordId }) => recordId)).size).toBe(6);
  await letTimePass(db, name);
  const again = await claim(db, name);
  expect(again.map(({ message }) => message.messageId).toSorted()).toEqual(
    taken.map(({ messageId }) => messageId).toSorted(),
  );
  const late = { ...work, wanted: 0 };
  await workOn(db, name, { ...late, sent: taken.map((message) => sent(message)) });
  await workOn(db, name, { ...late, unsent: taken });
  expect(await claim(db, name)).toEqual([]);
  expect(
    await db.selectFrom("webhook_messages").selectAll().where("team_id", "=", team.teamId).execute(),
  ).toHaveLength(6);
  // Whoever has them and hands them back before their time is heard.
  await workOn(db, name, { ...late, unsent: again.map(({ message }) => message) });
  expect(await claim(db, name)).toHaveLength(6);
});

test("who is erased is in no message that is built from then on, nor in an answer that is kept", async () => {
  const team = await newTeam(db);
  const name = await createWebhook(db, { ...team, url: "https://hooks.example.com" });
  await applied(team.item({ identifiers: [email("secret@example.com")], set: { firstName: "Secretia" } }));
  await fanOutAll(db, name);
  const [first] = await claim(db, name);
  if (!first) throw new Error("nothing was due");
  expect(JSON.stringify(first)).toContain("Secretia");
  const done = [sent(first.message, { delivered: false, status: 500, answer: "Secretia?" })];
  await workOn(db, name, { sent: done, wanted: 0, sending: 0, leaseMs: 60_000 });
  const attempts = () =>
    db.selectFrom("webhook_attempts").select("answer").where("team_id", "=", team.teamId).execute();
  expect(await attempts()).toEqual([{ answer: "Secretia?" }]);
  await letTimePass(db, name);
  const work = await workOn(db, name, { sent: [], wanted: 1, sending: 0, leaseMs: 60_000 });
  if (!work) throw new Error("the webhook is gone");
  await deleteRecord(db, team.operation(), {
    entity: "contact",
    name: byEmail("secret@example.com"),
    force: false,
  });
  expect(await attempts()).toEqual([]);
  const [gone] = await loadAll(db, work);
  expect(gone?.record).toBeUndefined();
  expect(JSON.stringify(gone)).not.toContain("Secretia");
  const late = work.taken.map((message) => sent(message, { answer: "Secretia!" }));
  await workOn(db, name, { sent: late, wanted: 0, sending: 0, leaseMs: 60_000 });
  expect(await attempts()).toEqual([{ answer: null }]);
  await fanOutAll(db, name);
  const [told] = await deliverAll(db, name);
  expect(told?.message.content.events).toEqual(["deleted"]);
  expect(JSON.stringify(told)).not.toContain("ecret");
});

test("who is erased is in no kept answer about a record that was merged with them for a while", async () => {
  const team = await newTeam(db);
  const name = await createWebhook(db, { ...team, url: "https://hooks.example.com" });
  const [jane, secret] = [
    await applied(team.item({ identifiers: [email("jane@example.com")] })),
    await applied(team.item({ identifiers: [email("secret@example.com")] })),
  ];
  const merge = team.operation();
  await merging(team, jane.record.recordId, [secret.record.recordId], merge);
  await fanOutAll(db, name);
  const told = (await claim(db, name)).find(({ message }) => message.recordId === jane.record.recordId);
  if (!told) throw new Error("nothing was due");
  const done = [sent(told.message, { answer: "Secretia?" })];
  await workOn(db, name, { sent: done, wanted: 0, sending: 0, leaseMs: 60_000 });
  await undoing(team, merge);
  const attempts = () =>
    db.selectFrom("webhook_attempts").select("answer").where("team_id", "=", team.teamId).execute();
  expect(await attempts()).toEqual([{ answer: "Secretia?" }]);
  await deleteRecord(db, team.operation(), {
    entity: "contact",
    name: byEmail("secret@example.com"),
    force: false,
  });
  expect(await attempts()).toEqual([]);
});
