import { JOBS_MAX } from "@onefold/contract";
import type { Applied, Upsert } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import type { CommitState } from "./commit-state.ts";
import { charactersOf, MAX_CHARACTERS } from "./fitting-values.ts";
import { JOBS_STORED_MAX } from "./write-job.ts";
import { apply, email, emptyState, linkedin, TEAM } from "./support/folding.ts";

const jane = { identifiers: [email("jane@example.com")] };
const titled = (jobTitle: string): Partial<Upsert> => ({ ...jane, set: { jobTitle } });
const at = (companyId: string, set: Upsert["set"] = {}): Partial<Upsert> => ({
  ...jane,
  set,
  company: { field: "companyId", value: companyId },
});

function withCompanies(count = 3): CommitState {
  const state = emptyState();
  for (let id = 1; id <= count; id++) state.entities.company.addKnown(TEAM, `cpn_${id}`);
  return state;
}

/** Milliseconds are a thousandth of the clocks here. */
function jobsIn({ record }: Applied): string[] {
  return (record.jobs ?? []).map(
    ({ companyId, current, since, fields }) =>
      `${companyId}${current ? " now" : ""} ${since}: ${Object.values(fields).join()}`,
  );
}

describe("a request that names a company", () => {
  test("says its job title and description of the job there as well", () => {
    const state = withCompanies();
    const set = { jobTitle: "CTO", jobDescription: "All of it", firstName: "Jane" };
    const first = apply(state, 1_000, at("cpn_1", set));
    expect(first.record.fields).toEqual(set);
    expect(first.record.jobs).toEqual([
      {
        companyId: "cpn_1",
        fields: { jobTitle: "CTO", jobDescription: "All of it" },
        current: true,
        since: 1,
      },
    ]);
    const again = apply(state, 2_000, at("cpn_1", set));
    expect(again).toMatchObject({ outcome: "unmodified", changes: {} });
    expect(jobsIn(again)).toEqual(["cpn_1 now 1: CTO,All of it"]);
  });

  test("keeps the former job as a past one, and tells the change once", () => {
    const state = withCompanies();
    apply(state, 1_000, at("cpn_1", { jobTitle: "CTO" }));
    const next = apply(state, 2_000, at("cpn_2", { jobTitle: "CEO" }));
    expect(jobsIn(next)).toEqual(["cpn_2 now 2: CEO", "cpn_1 1: CTO"]);
    expect(next.changes).toEqual({
      companyId: { from: "cpn_1", to: "cpn_2" },
      jobTitle: { from: "CTO", to: "CEO" },
    });
    expect(jobsIn(apply(state, 3_000, at("cpn_1")))).toEqual(["cpn_1 now 1: CTO", "cpn_2 2: CEO"]);
  });

  test("changes the job alone where the contact's own field is later", () => {
    const state = withCompanies();
    apply(state, 1_000, at("cpn_1", { jobTitle: "CTO" }));
    apply(state, 9_000, at("cpn_2", { jobTitle: "CEO" }));
    const late = apply(state, 5_000, at("cpn_1", { jobTitle: "VP" }));
    expect(late).toMatchObject({
      outcome: "updated",
      changes: { "jobs/cpn_1/jobTitle": { from: "CTO", to: "VP" } },
      record: { companyId: "cpn_2", fields: { jobTitle: "CEO" } },
    });
    expect(jobsIn(late)).toEqual(["cpn_2 now 9: CEO", "cpn_1 1: VP"]);
    expect(late.fieldRejections.map(({ field, reason }) => `${field} ${reason}`).toSorted()).toEqual([
      "companyId stale",
      "jobTitle stale",
    ]);
  });

  test("empties the job's field too", () => {
    const state = withCompanies();
    apply(state, 1_000, at("cpn_1", { jobTitle: "CTO" }));
    apply(state, 2_000, at("cpn_2", { jobTitle: "CEO" }));
    const cleared = apply(state, 3_000, { ...at("cpn_1"), clear: ["jobTitle"] });
    expect(jobsIn(cleared)).toEqual(["cpn_1 now 1: ", "cpn_2 2: CEO"]);
    expect(cleared.record.fields).toEqual({});
  });

  test("takes as large a body as one that names none", () => {
    const state = withCompanies();
    const set = { jobTitle: "CTO", jobDescription: "x".repeat(5_000), notes: "" };
    const notes = "x".repeat(MAX_CHARACTERS - charactersOf(set));
    const told = apply(state, 1_000, at("cpn_1", { ...set, notes }));
    expect(told.fieldRejections).toEqual([]);
    expect(told.record.fields).toEqual({ ...set, notes });
  });

  test("that isn't there writes no job", () => {
    const state = withCompanies();
    expect(apply(state, 1_000, at("cpn_none", { jobTitle: "CTO" })).record).not.toHaveProperty("jobs");
  });
});

describe("a request without a company", () => {
  test("counts for the current job, and is of none without a link", () => {
    const state = withCompanies();
    expect(apply(state, 1_000, titled("CTO")).record).not.toHaveProperty("jobs");
    expect(jobsIn(apply(state, 2_000, at("cpn_1")))).toEqual(["cpn_1 now 2: CTO"]);
    const told = apply(state, 3_000, titled("CEO"));
    expect(told.changes).toEqual({ jobTitle: { from: "CTO", to: "CEO" } });
    expect(jobsIn(told)).toEqual(["cpn_1 now 2: CEO"]);
    expect(jobsIn(apply(state, 4_000, at("cpn_2")))).toEqual(["cpn_2 now 4: ", "cpn_1 2: CEO"]);
  });
});

describe("the most jobs", () => {
  const fill = (state: CommitState, who: Partial<Upsert>, from: number, count: number) => {
    for (let id = from; id < from + count; id++)
      apply(state, id * 1_000, { ...at(`cpn_${id}`, { jobTitle: `Title ${id}` }), ...who });
  };

  test("are not passed: neither the link nor what was said of it is written, and none is dropped", () => {
    const state = withCompanies(JOBS_MAX + 1);
    fill(state, jane, 1, JOBS_MAX);
    const one = { ...at(`cpn_${JOBS_MAX + 1}`, { jobTitle: "One more", firstName: "Jane" }) };
    const more = apply(state, 99_000, one);
    const { recordId } = more.record;
    expect(more).toMatchObject({
      changes: { firstName: { to: "Jane" } },
      fieldRejections: [
        { field: "companyId", reason: "limit", rejectedValue: "cpn_51", conflictingRecordId: recordId },
        { field: "jobTitle", reason: "limit", rejectedValue: "One more", conflictingRecordId: recordId },
      ],
      record: { companyId: "cpn_50", fields: { jobTitle: "Title 50" } },
    });
    expect(more.record.jobs).toHaveLength(JOBS_MAX);
    const emptied = apply(state, 100_000, { ...at("cpn_51"), clear: ["jobTitle", "firstName"] });
    expect(emptied.record.fields).toEqual({ jobTitle: "Title 50" });
    const known = apply(state, 101_000, at("cpn_1", { jobTitle: "Again" }));
    expect(known.fieldRejections).toEqual([]);
    expect(jobsIn(known)[0]).toBe("cpn_1 now 1: Again");
  });

  test("are of companies that are there: of those that were deleted none counts, and merged ones are one", () => {
    const state = withCompanies(3 * JOBS_MAX);
    const { company } = state.entities;
    const refused = (id: number) => apply(state, id * 1_000, at(`cpn_${id}`)).fieldRejections.length > 0;
    fill(state, jane, 1, JOBS_MAX);
    expect(refused(51)).toBe(true);
    company.retire(TEAM, "cpn_60", "cpn_2");
    expect(refused(60)).toBe(false);
    company.retire(TEAM, "cpn_1", undefined);
    expect([refused(61), refused(62)]).toEqual([false, true]);
    company.retire(TEAM, "cpn_3", "cpn_4");
    expect([refused(63), refused(64)]).toEqual([false, true]);
    for (let id = 2; id < 64; id++) company.retire(TEAM, `cpn_${id}`, undefined);
    fill(state, jane, 70, JOBS_MAX);
    expect(apply(state, 140_000, jane).record.jobs).toHaveLength(JOBS_MAX);
    expect(refused(141)).toBe(true);
  });

  test("are bounded with those of companies that are gone", () => {
    const count = JOBS_STORED_MAX;
    const state = withCompanies(count + 1);
    const { company } = state.entities;
    for (let from = 1; from <= count; from += JOBS_MAX) {
      fill(state, jane, from, JOBS_MAX);
      for (let id = from; id < from + JOBS_MAX; id++) company.retire(TEAM, `cpn_${id}`, undefined);
    }
    const more = apply(state, (count + 1) * 1_000, at(`cpn_${count + 1}`, { firstName: "Jane" }));
    expect(more.fieldRejections).toMatchObject([{ field: "companyId", reason: "limit" }]);
    expect(more.changes).toEqual({ firstName: { to: "Jane" } });
  });

  test("keep two records apart that have more together", () => {
    const state = withCompanies(JOBS_MAX + 1);
    fill(state, jane, 1, 30);
    const profile = linkedin("https://www.linkedin.com/in/jane");
    fill(state, { identifiers: [profile] }, 31, 21);
    const both = { identifiers: [...jane.identifiers, profile], onConflict: "merge" as const };
    expect(apply(state, 99_000, both).fieldRejections).toMatchObject([{ reason: "limit" }]);
    state.entities.company.retire(TEAM, "cpn_1", undefined);
    expect(apply(state, 100_000, both).fieldRejections).toEqual([]);
  });
});

test("records that are merged have the jobs of both", () => {
  const state = withCompanies();
  const profile = linkedin("https://www.linkedin.com/in/jane");
  apply(state, 1_000, at("cpn_1", { jobTitle: "CTO" }));
  apply(state, 2_000, { ...at("cpn_1", { jobTitle: "VP" }), identifiers: [profile] });
  apply(state, 3_000, { ...at("cpn_2"), identifiers: [profile] });
  const merged = apply(state, 4_000, { identifiers: [...jane.identifiers, profile], onConflict: "merge" });
  expect(jobsIn(merged)).toEqual(["cpn_2 now 3: ", "cpn_1 1: VP"]);
  expect(Object.keys(merged.changes).toSorted()).toEqual(["companyId", "jobTitle", "linkedinUrl"]);
});

test("a company that was merged or deleted in the same commit", () => {
  const state = withCompanies();
  apply(state, 1_000, at("cpn_1", { jobTitle: "CTO" }));
  state.entities.company.retire(TEAM, "cpn_1", "cpn_2");
  expect(jobsIn(apply(state, 2_000, at("cpn_2", { jobTitle: "CEO" })))).toEqual(["cpn_2 now 1: CEO"]);
  state.entities.company.retire(TEAM, "cpn_1", undefined);
  state.entities.company.retire(TEAM, "cpn_2", undefined);
  expect(apply(state, 3_000, jane).record).not.toHaveProperty("jobs");
});
