import type { Item, OnConflict } from "@onefold/contract";
import { contradicts } from "@onefold/identity";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { times } from "../../../../test/support/thorough.ts";
import { commitOnce, mergeRecords, undoMerge } from "../../src/index.ts";
import { commitItems } from "../support/commit-items.ts";
import { dump, withoutIds } from "../support/dump.ts";
import { email, linkedin, newTeam, salesNav } from "../support/team.ts";

// Hundreds of transactions each.
vi.setConfig({ testTimeout: 240_000 });

const db = await testDatabase({ max: 4 });

/** Few people whose names overlap. */
const IDENTIFIERS = [
  [email("a@example.com"), email("b@example.com"), email("c@example.com"), email("d@example.com")],
  [linkedin("a"), linkedin("b"), linkedin("c")],
  [salesNav("ACwAAa"), salesNav("ACwAAb")],
] as const;
const FIELDS = ["firstName", "lastName", "jobTitle"] as const;

interface Draft {
  names: (number | undefined)[];
  aliases: number[];
  set: [string, string][];
  clear: string[];
  observedAt: number | undefined;
}

const draft: fc.Arbitrary<Draft> = fc
  .record({
    names: fc.tuple(
      ...IDENTIFIERS.map((kind) => fc.option(fc.nat(kind.length - 1), { nil: undefined, freq: 2 })),
    ),
    aliases: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
    set: fc.array(fc.tuple(fc.constantFrom(...FIELDS), fc.constantFrom("x", "y", "z")), { maxLength: 3 }),
    clear: fc.subarray([...FIELDS], { maxLength: 1 }),
    observedAt: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined, freq: 5 }),
  })
  .filter(({ names }) => names.some((name) => name !== undefined));

/** The draft with names of one person alone: two addresses or more, one profile, and one id where there is one. */
const ofOnePerson = fc.tuple(draft, fc.nat(1)).map(([{ names, aliases, ...rest }, person]): Draft => {
  const own = (index: number | undefined) => (index === undefined ? undefined : (index % 2) * 2 + person);
  const [mail, profile, id] = names;
  return {
    ...rest,
    names: [own(mail), profile === undefined ? undefined : person, id === undefined ? undefined : person],
    aliases: [...new Set(aliases.map((alias) => own(alias) ?? 0))],
  };
});

/** A history, another order of it with repetitions, and where both are cut into commits. */
const historiesOf = (each: fc.Arbitrary<Draft>) =>
  fc.array(each, { minLength: 2, maxLength: 9 }).chain((drafts) =>
    fc.record({
      drafts: fc.constant(drafts),
      order: fc.array(fc.nat(drafts.length - 1), { maxLength: 4 }).chain((again) => {
        const all = [...drafts.keys(), ...again];
        return fc.shuffledSubarray(all, { minLength: all.length });
      }),
      cuts: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    }),
  );
const histories = historiesOf(draft);

type Team = Awaited<ReturnType<typeof newTeam>>;

const BASE = 1_000;

function itemsOf(team: Team, drafts: readonly Draft[], onConflict: OnConflict): Item[] {
  return drafts.map(({ names, aliases, set, clear, observedAt }, index) => {
    const identifiers = names.flatMap((name, kind) => IDENTIFIERS[kind]?.[name ?? -1] ?? []);
    const others = aliases.flatMap((alias) => IDENTIFIERS[0][alias]?.value ?? []);
    const own = identifiers.find(({ kind }) => kind === "email")?.value;
    return team.item(
      {
        onConflict,
        identifiers,
        aliases: others.filter((value) => value !== own),
        set: Object.fromEntries(set),
        clear,
        source: `source ${index}`,
        ...(observedAt !== undefined && { observedAt: BASE + observedAt }),
      },
      { clock: BASE + index },
    );
  });
}

async function commitInParts(items: readonly Item[], size: number): Promise<void> {
  for (let at = 0; at < items.length; at += size) await commitItems(db, items.slice(at, at + size));
}

/** Which names belong together, said another way: components of the graph of items and names. */
function componentsOf(items: readonly Item[]): string[][] {
  let components: Set<string>[] = [];
  for (const { upsert } of items) {
    const names = [
      ...upsert.identifiers.map(({ kind, value }) => `${kind} ${value}`),
      ...(upsert.aliases ?? []).map((value) => `email ${value}`),
    ];
    const met = components.filter((component) => names.some((name) => component.has(name)));
    components = [
      ...components.filter((component) => !met.includes(component)),
      new Set([...names, ...met.flatMap((component) => [...component])]),
    ];
  }
  return components
    .map((component) => [...component].toSorted())
    .toSorted((a, b) => a.join().localeCompare(b.join()));
}

describe("onConflict=merge", () => {
  // Where somebody has two profiles, who met whom first decides; and a record can be full (docs/guarantees.md).
  test("without contradictions any order, any commits and any repetition of a history come to the same people", async () => {
    await fc.assert(
      fc.asyncProperty(historiesOf(ofOnePerson), async ({ drafts, order, cuts }) => {
        const [one, other] = [await newTeam(db), await newTeam(db)];
        const items = itemsOf(one, drafts, "merge");
        await commitInParts(items, cuts[0]);
        const shuffled = itemsOf(other, drafts, "merge");
        await commitInParts(
          order.flatMap((index) => shuffled[index] ?? []),
          cuts[1],
        );
        const [a, b] = await Promise.all(
          [one, other].map(async ({ teamId, userId }) =>
            // `updatedAt` tells of values that were there for a while, so it knows the order.
            JSON.stringify(withoutIds(await dump(db, teamId)))
              .replaceAll(userId, "usr")
              .replaceAll(/"updatedClock":\d+/g, ""),
          ),
        );
        expect(b).toBe(a);
        const found = (await dump(db, one.teamId)).map((record) =>
          record.identifiers.map(({ kind, value }) => `${kind} ${value}`).toSorted(),
        );
        expect(found.toSorted((x, y) => x.join().localeCompare(y.join()))).toEqual(componentsOf(items));
      }),
      { numRuns: times(20, 100) },
    );
  });
});

describe.each(["prefer", "merge"] as const)("onConflict=%s", (onConflict) => {
  test("no name has two owners, and each one that an item didn't get is in its result, with a reason", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ drafts, order, cuts }) => {
        const team = await newTeam(db);
        const items = itemsOf(team, drafts, onConflict);
        const arriving = order.flatMap((index) => items[index] ?? []);
        // A later item of the same commit may merge what an earlier one names.
        const size = onConflict === "merge" ? 1 : cuts[0];
        for (let at = 0; at < arriving.length; at += size) {
          const { outcomes } = await commitOnce(db, arriving.slice(at, at + size));
          const records = await dump(db, team.teamId);
          const ownedBy = (id: string | undefined) =>
            records.find(({ recordId }) => recordId === id)?.identifiers ?? [];
          const owners = new Map(
            records.flatMap(({ recordId, identifiers }) =>
              identifiers.map(({ kind, value }) => [`${kind} ${value}`, recordId] as const),
            ),
          );
          for (const { item, result } of outcomes) {
            if (result.outcome === "rejected") throw new Error(result.message);
            const refused = result.fieldRejections.filter(({ reason }) => reason === "duplicate");
            const wanted = [
              ...item.upsert.identifiers,
              ...(item.upsert.aliases ?? []).map((value) => email(value)),
            ];
            for (const { kind, value } of wanted) {
              const isMine = owners.get(`${kind} ${value}`) === result.record.recordId;
              const rejection = refused.find(({ rejectedValue }) => rejectedValue === value);
              expect(rejection === undefined).toBe(isMine);
              if (!rejection) continue;
              const { recordId } = result.record;
              const other = owners.get(`${kind} ${value}`);
              expect(rejection.conflictingRecordId).toBe(other);
              expect(result.warnings).toContainEqual(
                expect.objectContaining({ code: "POSSIBLE_DUPLICATE", recordIds: [recordId, other] }),
              );
              if (onConflict === "merge") expect(contradicts(ownedBy(recordId), ownedBy(other))).toBe(true);
            }
          }
        }
        const names = (await dump(db, team.teamId)).flatMap(({ identifiers }) =>
          identifiers.map(({ kind, value }) => `${kind} ${value}`),
        );
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: times(20, 100) },
    );
  });
});

describe("merge, then undo", () => {
  test("is the identity, for any records and any of them as the survivor", async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.infiniteStream(fc.nat()), async ({ drafts, cuts }, picks) => {
        const team = await newTeam(db);
        await commitInParts(itemsOf(team, drafts, "prefer"), cuts[0]);
        const before = await dump(db, team.teamId);
        const [pick = 0] = picks.take(1);
        const turned = before.map((_, index) => before[(index + pick) % before.length]);
        const [primary, ...secondaries] = turned.flatMap((record) => record?.recordId ?? []);
        if (primary === undefined || secondaries.length === 0) return;
        const merge = team.operation({ clock: BASE + 100 });
        const merged = await mergeRecords(db, merge, {
          entity: "contact",
          primary: { recordId: primary },
          secondaries: secondaries.map((recordId) => ({ recordId })),
          dryRun: false,
        });
        expect(merged.kind).toBe("merged");
        expect(await dump(db, team.teamId)).toHaveLength(1);
        const undone = await undoMerge(db, team.operation({ clock: BASE + 101 }), {
          entity: "contact",
          jobId: merge.ref.jobId,
          row: 0,
        });
        expect(undone.kind).toBe("undone");
        expect(await dump(db, team.teamId)).toEqual(before);
      }),
      { numRuns: times(15, 60) },
    );
  });

  test("of an item's merge leaves what the item alone would have done", async () => {
    await fc.assert(
      // Its additional e-mails alone would have reached nobody.
      fc.asyncProperty(histories, draft, async ({ drafts, cuts }, { ...last }) => {
        last.aliases = [];
        const [one, other] = [await newTeam(db), await newTeam(db)];
        for (const [team, onConflict] of [
          [one, "merge"],
          [other, "prefer"],
        ] as const) {
          await commitInParts(itemsOf(team, drafts, "prefer"), cuts[0]);
          const item = itemsOf(team, [...drafts, last], onConflict).at(-1);
          if (!item) throw new Error("the last item");
          const { outcomes } = await commitOnce(db, [item]);
          const result = outcomes[0]?.result;
          if (onConflict === "merge" && result?.outcome !== "rejected" && result?.mergedIds) {
            const operation = one.operation({ clock: BASE + 100 });
            const undone = await undoMerge(db, operation, {
              entity: "contact",
              jobId: item.ref.jobId,
              row: 0,
            });
            expect(undone.kind).toBe("undone");
          }
        }
        const [a, b] = [await dump(db, one.teamId), await dump(db, other.teamId)].map((records) =>
          JSON.stringify(withoutIds(records)).replaceAll(one.userId, "usr").replaceAll(other.userId, "usr"),
        );
        expect(a).toBe(b);
      }),
      { numRuns: times(15, 60) },
    );
  });
});
