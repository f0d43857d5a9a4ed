import { deepStrictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adoptStates } from "./adopt-states.ts";
import { contactDefinition } from "./definitions.ts";
import { fold } from "./fold.ts";
import { jobField, jobsOf, withJobStamps, withLinkedJob } from "./jobs.ts";
import { joinStates } from "./join-states.ts";
import type { Patch, RecordState } from "./record-state.ts";
import { stampOf } from "./stamp.ts";
import { undoAdoption } from "./undo-adoption.ts";

/** What a request says: perhaps a company, perhaps a title, or that there is none. */
interface Said {
  readonly clock: number;
  readonly observedAt?: number | undefined;
  readonly company?: string | undefined;
  readonly title?: string | null | undefined;
}

function patchOf({ clock, observedAt, company, title }: Said): Patch {
  const isOfJob = company !== undefined && title !== undefined;
  return {
    stamp: stampOf(clock, observedAt),
    set: {
      ...(title !== null && title !== undefined && { jobTitle: title }),
      ...(company !== undefined && { companyId: company, [jobField(company)]: clock }),
      ...(isOfJob && title !== null && { [jobField(company, "jobTitle")]: title }),
    },
    clear: title === null ? ["jobTitle", ...(isOfJob ? [jobField(company, "jobTitle")] : [])] : [],
    origin: { clock, source: `s${clock}`, createdBy: `usr_${clock}` },
  };
}

function foldAll(all: readonly Said[]): RecordState | undefined {
  let state: RecordState | undefined;
  for (const said of all) state = fold(state, patchOf(said)).state;
  return state;
}

function stateOf(...all: Said[]): RecordState {
  const state = foldAll(all);
  if (!state) throw new Error("nothing was said");
  return state;
}

const itself = (id: string) => id;
const shown = (state: RecordState, resolve: (id: string) => string | undefined = itself) =>
  jobsOf(contactDefinition, state, resolve).map(
    ({ linkedId, current, since, fields }) =>
      `${linkedId}${current ? " now" : ""} since ${since}: ${String(fields["jobTitle"] ?? "-")}`,
  );

const said = fc
  .array(
    fc.record({
      to: fc.nat(2),
      observedAt: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
      company: fc.option(fc.constantFrom("cpn_a", "cpn_b", "cpn_c"), { nil: undefined }),
      title: fc.constantFrom("CTO", "CEO", "VP", null, undefined, undefined),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((all) => all.map((each, i) => ({ ...each, clock: i + 1 })));

/** The first that a source saw comes first. */
function inOrderOf(all: readonly Said[]): Said[] {
  const at = (each: Said) => [Math.min(each.observedAt ?? each.clock, each.clock), each.clock] as const;
  return all.toSorted((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}

/** States the rule in another way, from all that was said. */
function expected(all: readonly Said[]): Map<string, { since: number; title: string | undefined }> {
  const inOrder = inOrderOf(all);
  const jobs = new Map<string, { since: number; title: string | undefined }>();
  for (const { company } of inOrder)
    if (company !== undefined)
      jobs.set(company, {
        since: Math.min(...all.filter((each) => each.company === company).map(({ clock }) => clock)),
        title:
          inOrder.findLast((each) => each.company === company && each.title !== undefined)?.title ??
          undefined,
      });
  return jobs;
}

describe("jobs", () => {
  test("any order, any repetition and any grouping of the same requests give the same", () => {
    const mixed = said.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
        fc.nat({ max: all.length }),
      ),
    );
    fc.assert(
      fc.property(mixed, ([all, again, at]) => {
        const whole = stateOf(...all);
        const stored: RecordState = JSON.parse(JSON.stringify(stateOf(...again)));
        deepStrictEqual(plain(stored), plain(whole));
        deepStrictEqual(shown(stored), shown(whole));
        const parts = [foldAll(again.slice(0, at)), foldAll(again.slice(at))].flatMap((each) => each ?? []);
        deepStrictEqual(plain(parts.reduce(joinStates)), plain(whole));
        deepStrictEqual(plain(parts.toReversed().reduce(joinStates)), plain(whole));
        for (const part of parts) deepStrictEqual(plain(joinStates(whole, part)), plain(whole));
        expect(withLinkedJob(contactDefinition, whole)).toBe(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  test("each company that was ever named has one, since it was first, with what was said of it last", () => {
    fc.assert(
      fc.property(said, (all) => {
        const jobs = jobsOf(contactDefinition, stateOf(...all), itself);
        const named = expected(all);
        expect(jobs.map(({ linkedId }) => linkedId).toSorted()).toEqual([...named.keys()].toSorted());
        const { companyId } = stateOf(...all).fields;
        expect(jobs.filter(({ current }) => current).map(({ linkedId }) => linkedId)).toEqual(
          companyId === undefined ? [] : [companyId],
        );
        expect(jobs.findIndex(({ current }) => current)).toBeLessThanOrEqual(0);
        // What names no company can count for one of them, and for one only.
        let others = 0;
        for (const { linkedId, since, fields } of jobs) {
          const { since: first, title } = named.get(linkedId) ?? {};
          expect(since).toBe(first);
          if (fields["jobTitle"] === title) continue;
          others++;
          expect(fields["jobTitle"]).toBe(stateOf(...all).fields["jobTitle"]);
        }
        expect(others).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("what is said last without a company is the current one's, unless the link is later", () => {
    const asked = said.filter((all) => all.some(({ title }) => title !== undefined));
    fc.assert(
      fc.property(asked, (all) => {
        const inOrder = inOrderOf(all);
        const told = inOrder.findLastIndex(({ title }) => title !== undefined);
        const link = inOrder.findLastIndex(({ company }) => company !== undefined);
        fc.pre(link >= 0 && told >= link);
        const [current] = jobsOf(contactDefinition, stateOf(...all), itself);
        expect(current).toMatchObject({ linkedId: inOrder[link]?.company, current: true });
        expect(current?.fields["jobTitle"]).toBe(inOrder[told]?.title ?? undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  test("companies that were merged have one, and one that was deleted none", () => {
    const state = stateOf(
      { clock: 1, company: "cpn_a", title: "CTO" },
      { clock: 2, company: "cpn_b", title: "CEO" },
      { clock: 3, company: "cpn_c", title: "VP" },
    );
    const merged = (id: string) => (id === "cpn_a" ? "cpn_c" : id);
    expect(shown(state, merged)).toEqual(["cpn_c now since 1: VP", "cpn_b since 2: CEO"]);
    expect(shown(state, (id) => (id === "cpn_c" ? "cpn_a" : id))[0]).toBe("cpn_a now since 1: VP");
    expect(shown(state, (id) => (id === "cpn_b" ? undefined : id))).toEqual([
      "cpn_c now since 3: VP",
      "cpn_a since 1: CTO",
    ]);
  });
});

describe("what is said without a company", () => {
  const cto = { clock: 10, company: "cpn_a", title: "CTO" };

  test.each<[string, Said[], string[]]>([
    ["counts for the current one", [{ clock: 20, title: "CEO" }], ["cpn_a now since 10: CEO"]],
    ["but not where it is older", [{ clock: 20, observedAt: 5, title: "CEO" }], ["cpn_a now since 10: CTO"]],
    ["and also says that there is none", [{ clock: 20, title: null }], ["cpn_a now since 10: -"]],
    [
      "stays with the one that was current then",
      [
        { clock: 20, title: "CEO" },
        { clock: 30, company: "cpn_b" },
      ],
      ["cpn_b now since 30: -", "cpn_a since 10: CEO"],
    ],
    [
      "and is the next one's from the next link on",
      [
        { clock: 30, company: "cpn_b" },
        { clock: 40, observedAt: 35, title: "VP" },
      ],
      ["cpn_b now since 30: VP", "cpn_a since 10: CTO"],
    ],
    [
      "counts for the former one where its source saw it then",
      [
        { clock: 30, company: "cpn_b" },
        { clock: 40, observedAt: 25, title: "VP" },
      ],
      ["cpn_b now since 30: -", "cpn_a since 10: VP"],
    ],
    [
      "is no former one's that was told of late",
      [
        { clock: 20, company: "cpn_b" },
        { clock: 40, observedAt: 5, company: "cpn_c" },
        { clock: 50, title: "CEO" },
      ],
      ["cpn_b now since 20: CEO", "cpn_a since 10: CTO", "cpn_c since 40: -"],
    ],
  ])("%s", (_, more, jobs) => {
    expect(shown(stateOf(cto, ...more))).toEqual(jobs);
    expect(shown(stateOf(...more.toReversed(), cto))).toEqual(jobs);
  });

  test("is the title at the first company, if it came before", () => {
    expect(shown(stateOf({ clock: 1, title: "CTO" }, { clock: 2, company: "cpn_a" }))).toEqual([
      "cpn_a now since 2: CTO",
    ]);
  });

  test("a job that is linked again is as old as it was, and the current one again", () => {
    const again = { clock: 30, company: "cpn_a" };
    expect(shown(stateOf(cto, { clock: 20, company: "cpn_b", title: "CEO" }, again))).toEqual([
      "cpn_a now since 10: CTO",
      "cpn_b since 20: CEO",
    ]);
  });
});

describe("a merge on request", () => {
  test("has the jobs of all, and an undo right after is the inverse", () => {
    fc.assert(
      fc.property(said, (all) => {
        const [survivor, ...others] = [0, 1, 2].flatMap(
          (to) => foldAll(all.filter((each) => each.to === to)) ?? [],
        );
        if (!survivor) return;
        const { state, moved } = adoptStates(contactDefinition, survivor, others, 100);
        const ids = (each: RecordState) =>
          jobsOf(contactDefinition, each, itself).map(({ linkedId }) => linkedId);
        expect(ids(state).toSorted()).toEqual([...new Set([survivor, ...others].flatMap(ids))].toSorted());
        expect(withLinkedJob(contactDefinition, state)).toBe(state);
        for (const { linkedId, since, fields } of jobsOf(contactDefinition, state, itself)) {
          const each = [survivor, ...others].flatMap((one) =>
            jobsOf(contactDefinition, one, itself).filter((job) => job.linkedId === linkedId),
          );
          expect(since).toBe(Math.min(...each.map((job) => job.since)));
          const title = each.find((job) => job.fields["jobTitle"] !== undefined)?.fields["jobTitle"];
          if (title !== undefined) expect(fields["jobTitle"]).toBe(title);
        }
        const trace = { restored: survivor, merged: state, moved, others };
        deepStrictEqual(plain(undoAdoption(state, trace).state), plain(survivor));
        const later = { clock: 101, company: "cpn_a", title: "new" };
        const after = undoAdoption(fold(state, patchOf(later)).state, trace).state;
        expect(shown(after)[0]).toMatch(/^cpn_a now since \d+: new$/);
      }),
    );
  });
});

describe("after an undo, since when there is a job", () => {
  const jane = { clock: 10, company: "cpn_a" };
  const joe = { clock: 5, company: "cpn_a" };

  test.each<[string, Said[], Said[], Said[], string[]]>([
    [
      "is nobody else's, whatever was posted",
      [jane],
      [joe],
      [{ ...jane, clock: 50 }],
      ["cpn_a now since 10: -"],
    ],
    ["is what a late request said", [jane], [joe], [{ ...jane, clock: 4 }], ["cpn_a now since 4: -"]],
    [
      "and though the other had none",
      [jane],
      [{ clock: 6 }],
      [{ ...jane, clock: 7 }],
      ["cpn_a now since 7: -"],
    ],
    [
      "is that of a job that it had not",
      [{ clock: 1 }],
      [joe],
      [{ ...jane, clock: 50 }],
      ["cpn_a now since 50: -"],
    ],
    ["is none of a job that was the other's", [{ clock: 1 }], [joe], [{ clock: 50, title: "CTO" }], []],
  ])("%s", (_, own, others, later, jobs) => {
    const [survivor, other] = [stateOf(...own), stateOf(...others)];
    const { state, moved } = adoptStates(contactDefinition, survivor, [other], 20);
    const trace = { restored: survivor, merged: state, moved, others: [other] };
    const now = later.reduce((before, each) => fold(before, patchOf(each)).state, state);
    expect(shown(undoAdoption(now, trace).state)).toEqual(jobs);
  });

  test("is the clock of a request about the survivor, and no later than before", () => {
    fc.assert(
      fc.property(said, fc.nat(9), (all, early) => {
        const [before, others, since] = [0, 1, 2].map((to) => all.filter((each) => each.to === to));
        const [survivor, other] = [foldAll(before ?? []), foldAll(others ?? [])];
        if (!survivor || !other) return;
        const { state, moved } = adoptStates(contactDefinition, survivor, [other], 100);
        const trace = { restored: survivor, merged: state, moved, others: [other] };
        // Some came late, the others after the merge.
        const later = (since ?? []).map((each, i) =>
          i < early ? each : { ...each, clock: each.clock + 100 },
        );
        const now = later.reduce((known, each) => fold(known, patchOf(each)).state, state);
        for (const { linkedId, since: at } of jobsOf(
          contactDefinition,
          undoAdoption(now, trace).state,
          itself,
        )) {
          const clocks = (each: readonly Said[] = []) =>
            each.filter(({ company }) => company === linkedId).map(({ clock }) => clock);
          expect([...clocks(before), ...clocks(later)]).toContain(at);
          expect(at).toBeLessThanOrEqual(Math.min(...clocks(before)));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a record of before there were jobs", () => {
  const { fields, stamps, origin } = stateOf({ clock: 5, company: "cpn_a", title: "CTO" });
  const without = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("jobs/")));
  const before = { fields: without(fields), stamps: without(stamps), origin };

  test("has the one of its link, which stays when it is linked elsewhere", () => {
    const state = withLinkedJob(contactDefinition, before);
    expect(shown(state)).toEqual(["cpn_a now since 5: CTO"]);
    const next = fold(state, patchOf({ clock: 9, company: "cpn_b", title: "CEO" })).state;
    expect(shown(next)).toEqual(["cpn_b now since 9: CEO", "cpn_a since 5: CTO"]);
  });

  test("that a process of before linked elsewhere has both", () => {
    const { fields: set, ...rest } = stateOf({ clock: 5, company: "cpn_a", title: "CTO" });
    const linked = {
      ...rest,
      fields: { ...set, companyId: "cpn_b", jobTitle: "CEO" },
      stamps: { ...rest.stamps, companyId: stampOf(7), jobTitle: stampOf(7) },
    };
    expect(shown(withLinkedJob(contactDefinition, linked))).toEqual([
      "cpn_b now since 7: CEO",
      "cpn_a since 5: CTO",
    ]);
    const back = { ...linked, fields: { ...linked.fields, companyId: "cpn_a" } };
    expect(shown(withLinkedJob(contactDefinition, back))).toEqual(["cpn_a now since 5: CEO"]);
  });

  test("gives back what a merge of that time brought", () => {
    const survivor = stateOf({ clock: 1 });
    const merged = { ...before, stamps: { companyId: stampOf(8), jobTitle: stampOf(8) } };
    const now = withLinkedJob(contactDefinition, merged);
    const left = { stamps: withJobStamps(contactDefinition, merged.stamps, now.stamps), origin };
    const moved = ["companyId", "jobTitle"];
    expect(
      shown(undoAdoption(now, { restored: survivor, merged: left, moved, others: [merged] }).state),
    ).toEqual([]);
  });

  test("without a link has none, and is left as it is", () => {
    const state = stateOf({ clock: 1, title: "CTO" });
    expect(withLinkedJob(contactDefinition, state)).toBe(state);
    expect(shown(state)).toEqual([]);
  });
});

/** Gives a state as the database has it. */
function plain(state: RecordState): unknown {
  return JSON.parse(JSON.stringify(state, (_, value: unknown) => sorted(value)));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
