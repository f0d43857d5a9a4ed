import { setTimeout as delay } from "node:timers/promises";
import type { Item, ItemResult } from "@onefold/contract";
import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { times } from "../../../../test/support/thorough.ts";
import {
  commitReady,
  deleteRecord,
  mergeRecords,
  readRecord,
  removeEmail,
  resubscribeValue,
  setPrimaryEmail,
  setUnsubscribed,
  undoMerge,
  unsubscribeValues,
} from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import type { Operation, OperationPoint } from "../../src/index.ts";
import { dump } from "../support/dump.ts";
import { email, linkedin, newTeam } from "../support/team.ts";

vi.setConfig({ testTimeout: 120_000 });

const db = await testDatabase({ max: 6 });

/** Jane, with what was merged into her; John, who was unsubscribed, and his e-mail besides. */
async function newScene() {
  const team = await newTeam(db);
  const { outcomes } = await commitItems(db, [
    team.item({
      identifiers: [email("jane@example.com"), linkedin("jane")],
      aliases: ["jane@work.example"],
      set: { firstName: "Jane", tagline: "hers" },
    }),
    team.item({ identifiers: [email("jo@example.com")], set: { phone: "+1 55 55" } }),
    team.item({ identifiers: [email("john@example.com")], set: { firstName: "John", jobTitle: "VP" } }),
  ]);
  const [jane = "", jo = "", john = ""] = outcomes.map(({ result }) => recordIdOf(result));
  await setUnsubscribed(db, team.operation(), { contact: { recordId: john }, unsubscribed: true });
  await unsubscribeValues(db, team.operation(), [email("john@example.com")]);
  const merged = team.operation();
  await mergeRecords(db, merged, {
    entity: "contact",
    primary: { recordId: jane },
    secondaries: [{ recordId: jo }],
    dryRun: false,
  });
  return { team, jane, jo, john, merged };
}

type Scene = Awaited<ReturnType<typeof newScene>>;
type Act = (scene: Scene, operation: Operation) => Promise<unknown>;
/** Accepts it, and gives what applies it, which says where it finds that another has what it needs. */
type Other = (scene: Scene) => (onHeld?: () => void) => Promise<unknown>;

const byEmail = (value: string) => ({ identifier: email(value) });

const OPERATIONS: Record<string, Act> = {
  merge: ({ jane, john }, operation) =>
    mergeRecords(db, operation, {
      entity: "contact",
      primary: { recordId: jane },
      secondaries: [{ recordId: john }],
      dryRun: false,
    }),
  undo: ({ merged }, operation) =>
    undoMerge(db, operation, { entity: "contact", jobId: merged.ref.jobId, row: 0 }),
  unsubscribe: (_, operation) =>
    setUnsubscribed(db, operation, { contact: byEmail("jo@example.com"), unsubscribed: true }),
  resubscribe: ({ john }, operation) =>
    setUnsubscribed(db, operation, { contact: { recordId: john }, unsubscribed: false }),
  "unsubscribed values": (_, operation) =>
    unsubscribeValues(db, operation, [email("new@example.com"), email("jo@example.com")]),
  "a value taken off the list": (_, operation) => resubscribeValue(db, operation, email("john@example.com")),
  "primary e-mail": ({ jane }, operation) =>
    setPrimaryEmail(db, operation, { contact: { recordId: jane }, email: "jane@work.example" }),
  removal: (_, operation) =>
    removeEmail(db, operation, { contact: byEmail("jane@example.com"), email: "jane@example.com" }),
  delete: (_, operation) =>
    deleteRecord(db, operation, { entity: "contact", name: byEmail("jane@example.com"), force: false }),
};

/** Against those, only what one of them alone doesn't show. */
const MORE: Record<string, Act> = {
  "merge the other way": (_, operation) =>
    mergeRecords(db, operation, {
      entity: "contact",
      primary: byEmail("john@example.com"),
      secondaries: [byEmail("jane@example.com")],
      dryRun: false,
    }),
  "resubscribe Jane": ({ jane }, operation) =>
    setUnsubscribed(db, operation, { contact: { recordId: jane }, unsubscribed: false }),
};

/** Each writes over what the operations write. */
const UPSERTS: Record<string, (scene: Scene) => Item> = {
  "an upsert by e-mail": ({ team }) =>
    team.item({ identifiers: [email("jane@example.com")], set: { firstName: "Janet", phone: "+1 66 66" } }),
  "an upsert by profile": ({ team }) =>
    team.item({ identifiers: [linkedin("jane")], aliases: ["new@example.com"], clear: ["tagline"] }),
  "an upsert by id": ({ team, jo }) => team.item({ recordId: jo, set: { summary: "Jo's" } }),
  "an upsert of John": ({ team }) =>
    team.item({ identifiers: [email("john@example.com"), linkedin("john")], set: { jobTitle: "CEO" } }),
  "an upsert that merges": ({ team }) =>
    team.item({ onConflict: "merge", identifiers: [email("john@example.com"), linkedin("jane")] }),
};

/** As a worker does it: a commit waits for nobody, and is tried again. */
async function resultOf(item: Item, onHeld?: () => void): Promise<ItemResult> {
  for (;;) {
    const { outcomes, held } = await commitReady(db, [item]);
    if (outcomes[0]) return outcomes[0].result;
    if (held.length === 0) expect.fail("no outcome");
    onHeld?.();
    await delay(2);
  }
}

function recordIdOf(result: ItemResult): string {
  return result.outcome === "rejected" ? expect.fail(result.message) : result.record.recordId;
}

/** What is left and what was answered, in words that are the same in each team: times and ids are told by rank. */
async function told(scene: Scene, answers: readonly unknown[]): Promise<string> {
  const { team } = scene;
  const records = (await dump(db, team.teamId)).map(({ fields, identifiers, recordId, stamps }) => ({
    recordId,
    fields,
    stamped: Object.keys(stamps).toSorted(),
    identifiers: identifiers.map(({ kind, value }) => `${kind} ${value}`),
  }));
  const reads = await Promise.all(
    [scene.jane, scene.jo, scene.john].map(async (recordId) => {
      const read = await readRecord(db, team.teamId, "contact", { recordId });
      return read && { id: read.recordId, emails: read.identifiers.email, out: read.unsubscribed === true };
    }),
  );
  const names = new Map([
    [scene.jane, "(Jane)"],
    [scene.jo, "(Jo)"],
    [scene.john, "(John)"],
  ]);
  const named = (value: unknown) =>
    JSON.stringify(value)
      .replaceAll(/ctc_\w{17}/g, (id) => names.get(id) ?? "(new)")
      .replaceAll(/(?:job|tea|usr|uns)_\w+/g, "(name)")
      .replaceAll(/"(?:createdAt|updatedAt|clock)":\d+/g, "(time)");
  return [named(answers), named(reads), ...records.map(named).toSorted()].join("\n");
}

/** Settles once that promise is through, waits for a lock of Postgres, or has said that it is held. */
async function untilWaiting(under: Promise<unknown>, held: Promise<void>): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  under.then(end, end);
  void held.then(end);
  while (!over.signal.aborted) {
    const { rows } = await sql<{ waiting: boolean }>`
      select exists(select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock') as waiting`.execute(db);
    if (rows[0]?.waiting) return;
  }
}

/** Starts the operation, stops it at the point, starts the other, and lets both go on. */
async function interleaved(
  scene: Scene,
  point: OperationPoint,
  act: Act,
  other: Other,
): Promise<[unknown, unknown]> {
  const reached = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const operation = scene.team.operation({
    onPoint: async (at) => {
      if (at !== point) return;
      reached.resolve();
      await goOn.promise;
    },
  });
  const first = act(scene, operation);
  await Promise.race([reached.promise, first]);
  const held = Promise.withResolvers<void>();
  const second = other(scene)(held.resolve);
  await untilWaiting(second, held.promise);
  goOn.resolve();
  return Promise.all([first, second]);
}

/** One after the other; "late" is an upsert that was accepted before the operation and is applied after it. */
type Order = "other first" | "other late" | "other after";

async function serially(order: Order, act: Act, other: Other): Promise<string> {
  const scene = await newScene();
  const early = order === "other after" ? undefined : other(scene);
  const before = order === "other first" ? await early?.() : undefined;
  const first = await act(scene, scene.team.operation());
  return told(scene, [first, before ?? (await (early ?? other(scene))())]);
}

/** To which order an operation and another come, by where the other came in: nothing else may be seen. */
const POINTS = [
  ["begun", "other first"],
  ["locked", "other late"],
  ["before-commit", "other after"],
] as const;

const OTHERS: Record<string, Other> = {
  ...Object.fromEntries(
    Object.entries(UPSERTS).map(([name, itemOf]) => [
      name,
      (scene: Scene) => {
        const item = itemOf(scene);
        return (onHeld?: () => void) => resultOf(item, onHeld);
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({ ...OPERATIONS, ...MORE }).map(([name, act]) => [
      name,
      (scene: Scene) => () => act(scene, scene.team.operation()),
    ]),
  ),
};

/** In a short run each pair has one of the points, in turn. */
function pointsOf(operation: string, other: string): readonly (typeof POINTS)[number][] {
  const pair = Object.keys(OPERATIONS).indexOf(operation) + Object.keys(OTHERS).indexOf(other);
  const first = times(pair % POINTS.length, 0);
  return POINTS.slice(first, first + times(1, POINTS.length));
}

/** Answers and records are those of one order, and of the right one. */
describe.each(Object.entries(OPERATIONS))("%s", (name, act) => {
  test.each(Object.entries(OTHERS))("and %s at once are as one after the other", async (otherName, other) => {
    for (const [point, order] of pointsOf(name, otherName)) {
      const scene = await newScene();
      const answers = await interleaved(scene, point, act, other);
      expect(await told(scene, answers), point).toBe(await serially(order, act, other));
    }
  });
});
