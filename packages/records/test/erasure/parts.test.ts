import type { Item, Upsert } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import {
  commitReady,
  continueErasures,
  deleteRecord,
  maintainReceipts,
  mergeRecords,
  readReceipts,
  receiptKey,
  removeEmail,
  replayLetter,
  undoMerge,
} from "../../src/index.ts";
import type { Operation } from "../../src/index.ts";
import { byEmail, createActs } from "../support/acts.ts";
import { asDeadLetter } from "../support/dead-letter.ts";
import { everything } from "../support/everything.ts";
import { email, linkedin, newTeam } from "../support/team.ts";
import type { Team } from "../support/team.ts";

/**
 * Who was a part of another record for a while: what the receipts of that one tell of him goes with him, and nothing else,
 * whatever clocks their items have.
 */
const db = await testDatabase({ max: 8 });
const { applied, read } = createActs(db);

const address = (name: string) => `${name}@example.com`;
/** Each person has a phone number that nobody else has. */
const PHONES: Readonly<Record<string, string>> = { ann: "+1 11 11", ben: "+1 22 22", cyd: "+1 33 33" };

const of = (name: string, more: Partial<Upsert> = {}): Partial<Upsert> => ({
  identifiers: [email(address(name))],
  ...more,
});

async function people(team: Team, ...names: readonly string[]): Promise<Item[]> {
  const items = names.map((name) => team.item(of(name, { set: { phone: PHONES[name] ?? "" } })));
  for (const item of items) await applied(item);
  return items;
}

async function merged(team: Team, primary: string, secondary: string): Promise<Operation> {
  const operation = team.operation();
  const { kind } = await mergeRecords(db, operation, {
    entity: "contact",
    primary: byEmail(address(primary)),
    secondaries: [byEmail(address(secondary))],
    dryRun: false,
  });
  expect(kind).toBe("merged");
  return operation;
}

async function undone(team: Team, { ref }: Pick<Item, "ref">): Promise<Operation> {
  const operation = team.operation();
  const { kind } = await undoMerge(db, operation, { entity: "contact", jobId: ref.jobId, row: ref.row });
  expect(kind).toBe("undone");
  return operation;
}

async function deleted(team: Team, name: string): Promise<void> {
  const request = { entity: "contact", name: byEmail(address(name)), force: false } as const;
  expect(await deleteRecord(db, team.operation(), request)).toMatchObject({ kind: "deleted" });
  await continueErasures(db);
}

const letter = (team: Team, upsert: Partial<Upsert>) => asDeadLetter(db, team.item(upsert));

const replayed = async ({ ref, clock, upsert }: Item) =>
  (await replayLetter(db, { ref, clock, upsert, now: Date.now() })).kind;

/** What the receipts say became of these. */
async function told(...items: readonly Pick<Item, "ref">[]): Promise<unknown[]> {
  const receipts = await readReceipts(
    db,
    items.map(({ ref }) => ref),
  );
  return items.map(({ ref }) => receipts.get(receiptKey(ref))?.result.outcome);
}

const traces = async ({ teamId }: Team, name: string) =>
  (await everything(db, teamId))
    .split("\n")
    .filter((row) => row.includes(name) || row.includes(PHONES[name] ?? name));

/** Applies an item that was accepted before, with what was given then. */
const late = async (item: Item) => void (await applied(item));

describe("who is a part again no more", () => {
  test("leaves nothing in what was accepted before the merge and applied after it", async () => {
    const team = await newTeam(db);
    await people(team, "ann", "ben");
    const [byAnn, byBen] = [team.item(of("ann", { set: { city: "Ulm" } })), team.item(of("ben"))];
    const dead = await letter(team, of("ben", { set: { jobTitle: "CTO" } }));
    const merge = await merged(team, "ann", "ben");
    await late(byAnn);
    await late(byBen);
    expect(await replayed(dead)).toBe("replayed");
    const undo = await undone(team, merge);
    await deleted(team, "ben");
    expect(await traces(team, "ben")).toEqual([]);
    expect(await told(byAnn, byBen, dead, merge, undo)).toEqual(Array(5).fill("erased"));
    expect((await read(team, address("ann")))?.fields).toMatchObject({ phone: PHONES["ann"], city: "Ulm" });
  });

  test("leaves what was applied after the undo, and what was before the merge, whatever their clocks", async () => {
    const team = await newTeam(db);
    const [ann] = await people(team, "ann", "ben");
    const merging = team.item(of("ann", { onConflict: "merge", aliases: [address("ben")] }));
    const before = team.item(of("ann", { set: { city: "Ulm" } }));
    await applied(before);
    await late(merging);
    const between = team.item(of("ann", { set: { country: "DE" } }));
    const dead = await letter(team, of("ann", { set: { jobTitle: "CTO" } }));
    const undo = await undone(team, merging);
    await late(between);
    expect(await replayed(dead)).toBe("replayed");
    await deleted(team, "ben");
    expect(await traces(team, "ben")).toEqual([]);
    expect(await told(ann!, before, between, dead)).toEqual(["created", "updated", "updated", "updated"]);
    expect(await told(merging, undo)).toEqual(["erased", "erased"]);
  });

  test("leaves what a commit did before its own merge, and nothing of what it did after it", async () => {
    const team = await newTeam(db);
    await people(team, "ann", "ben");
    const items = [
      team.item(of("ann", { set: { city: "Ulm" } })),
      team.item(of("ann", { onConflict: "merge", aliases: [address("ben")] })),
      team.item(of("ann", { set: { country: "DE" } })),
    ] as const;
    await commitReady(db, items);
    const after = team.item(of("ann"));
    await applied(after);
    await undone(team, items[1]);
    await deleted(team, "ben");
    expect(await traces(team, "ben")).toEqual([]);
    expect(await told(...items, after)).toEqual(["updated", "erased", "erased", "erased"]);
  });

  test("leaves nothing at what was given back to it, nor with whom had it meanwhile", async () => {
    const team = await newTeam(db);
    await people(team, "ann", "ben");
    await applied(team.item(of("ben", { identifiers: [email(address("ben")), linkedin("ben")] })));
    const merge = await merged(team, "ann", "ben");
    const contact = byEmail(address("ann"));
    await removeEmail(db, team.operation(), { contact, email: address("ben") });
    // It has nothing that names Ben but his number.
    await applied(team.item(of("ann")));
    await applied(team.item(of("ann", { aliases: [address("ben")] })));
    await undone(team, merge);
    const dead = await letter(team, of("ben"));
    await deleted(team, "ann");
    expect(await told(dead)).toEqual(["rejected"]);
    expect(await replayed(dead)).toBe("replayed");
    expect((await read(team, address("ben")))?.fields).toMatchObject({ phone: PHONES["ben"] });
    await deleted(team, "ben");
    expect(await traces(team, "ben")).toEqual([]);
  });
});

test("an address that somebody had before who was a part of him had it is still one of his", async () => {
  const team = await newTeam(db);
  await people(team, "ann", "ben");
  const shared = "office@example.com";
  await applied(team.item(of("ann", { aliases: [shared] })));
  const dead = await asDeadLetter(db, team.item({ identifiers: [email(shared)], set: { city: "Ulm" } }));
  await removeEmail(db, team.operation(), { contact: byEmail(address("ann")), email: shared });
  await applied(team.item(of("ben", { aliases: [shared] })));
  await undone(team, await merged(team, "ann", "ben"));
  await deleted(team, "ann");
  expect(await replayed(dead)).toBe("gone");
  expect((await read(team, shared))?.fields).toMatchObject({ phone: PHONES["ben"] });
});

describe("of several merges", () => {
  test("into one record, each takes what was told while it stood", async () => {
    const team = await newTeam(db);
    await people(team, "ann", "ben", "cyd");
    const inCity = (city: string) => team.item(of("ann", { set: { city } }));
    const [alone, withBen, withBoth] = [inCity("Ulm 0"), inCity("Ulm 1"), inCity("Ulm 2")];
    const [withBenAgain, aloneAgain] = [inCity("Ulm 3"), inCity("Ulm 4")];
    const items = [alone, withBen, withBoth, withBenAgain, aloneAgain];
    await late(alone);
    const ben = await merged(team, "ann", "ben");
    await late(withBen);
    const cyd = await merged(team, "ann", "cyd");
    await late(withBoth);
    await undone(team, cyd);
    await late(withBenAgain);
    await undone(team, ben);
    await late(aloneAgain);
    await deleted(team, "cyd");
    expect(await traces(team, "cyd")).toEqual([]);
    expect(await told(...items)).toEqual(["updated", "unmodified", "erased", "unmodified", "updated"]);
    expect(await traces(team, "ben")).not.toEqual([]);
    await deleted(team, "ben");
    expect(await traces(team, "ben")).toEqual([]);
    expect(await told(...items)).toEqual(["updated", "erased", "erased", "erased", "updated"]);
    expect((await read(team, address("ann")))?.fields).toMatchObject({ phone: PHONES["ann"], city: "Ulm 4" });
  });

  test("in a chain, the innermost leaves nothing in any of them", async () => {
    const team = await newTeam(db);
    await people(team, "ann", "ben", "cyd");
    const [inAnn, inCyd, alone] = [team.item(of("ben")), team.item(of("ben")), team.item(of("cyd"))];
    const inner = await merged(team, "ann", "ben");
    await late(inAnn);
    const outer = await merged(team, "cyd", "ann");
    await late(inCyd);
    await undone(team, outer);
    await late(alone);
    await undone(team, inner);
    await deleted(team, "ben");
    expect(await traces(team, "ben")).toEqual([]);
    expect(await told(inAnn, inCyd, alone)).toEqual(["erased", "erased", "unmodified"]);
    for (const name of ["ann", "cyd"])
      expect((await read(team, address(name)))?.fields).toMatchObject({ phone: PHONES[name] });
  });

  test("the one of before stays found when a later one is past its time", async () => {
    const team = await newTeam(db);
    await people(team, "ann", "ben", "cyd");
    // As old as receipts may be.
    const weeksOld = team.item(of("ann", { onConflict: "merge", aliases: [address("cyd")] }));
    const ben = await merged(team, "ann", "ben");
    await late({ ...weeksOld, clock: weeksOld.clock - 40 * 86_400_000_000 });
    await maintainReceipts(db, { retentionDays: 30 });
    const after = team.item(of("ann"));
    await late(after);
    await undone(team, ben);
    await deleted(team, "ben");
    expect(await traces(team, "ben")).toEqual([]);
    expect(await told(weeksOld, after)).toEqual(["erased", "erased"]);
  });
});

test("whoever survived takes his own receipts along, and leaves those of who was a part of him", async () => {
  const team = await newTeam(db);
  const [, ben] = await people(team, "ann", "ben");
  const lateBen = team.item(of("ben", { set: { city: "Ulm" } }));
  const merge = await merged(team, "ann", "ben");
  const joint = team.item(of("ben"));
  await applied(joint);
  await undone(team, merge);
  await late(lateBen);
  const dead = await letter(team, of("ben", { set: { country: "DE" } }));
  await deleted(team, "ann");
  expect(await traces(team, "ann")).toEqual([]);
  expect(await told(ben!, joint, lateBen, dead)).toEqual(["created", "erased", "updated", "rejected"]);
  expect(await replayed(dead)).toBe("replayed");
  expect((await read(team, address("ben")))?.fields).toEqual(
    expect.objectContaining({ phone: PHONES["ben"], city: "Ulm", country: "DE" }),
  );
});

test("a dead letter of somebody who was merged, parted and deleted is none any more", async () => {
  const team = await newTeam(db);
  await people(team, "ann", "ben");
  const dead = await letter(team, of("ben", { set: { jobTitle: "CTO" } }));
  const item = team.item(of("ben", { set: { jobTitle: "CTO" } }));
  await undone(team, await merged(team, "ann", "ben"));
  await deleted(team, "ben");
  expect(await replayed(dead)).toBe("gone");
  await commitReady(db, [item]);
  expect(await told(dead, item)).toEqual(["rejected", "rejected"]);
  expect(await traces(team, "ben")).toEqual([]);
});

test("of receipts that an earlier version wrote the clock decides, as it did", async () => {
  const team = await newTeam(db);
  await people(team, "ann", "ben");
  const merge = await merged(team, "ann", "ben");
  const items = [team.item(of("ann")), team.item(of("ann"))];
  for (const item of items) await applied(item);
  await sql`update receipts set merge_seq = null where team_id = ${team.teamId}`.execute(db);
  await undone(team, merge);
  await deleted(team, "ben");
  expect(await traces(team, "ben")).toEqual([]);
  expect(await told(...items)).toEqual(["erased", "erased"]);
});
