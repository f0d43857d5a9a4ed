import type { Upsert } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { apply, email, emptyState, TEAM } from "./support/folding.ts";

const jane = { identifiers: [email("jane@example.com")] };
const at = (companyId: string): Partial<Upsert> => ({
  ...jane,
  company: { field: "companyId", value: companyId },
});

/** What a commit knows of two companies, the first of which had another id before it was merged. */
function withCompanies() {
  const state = emptyState();
  const { company } = state.entities;
  for (const id of ["cmp_1", "cmp_2"]) company.addKnown(TEAM, id);
  company.retire(TEAM, "cmp_before", "cmp_1");
  company.setOwner(TEAM, { kind: "domain", value: "example.com" }, "cmp_2");
  return state;
}

describe("a link to a company", () => {
  test("is a change by the ids of now", () => {
    const state = withCompanies();
    apply(state, 1, jane);
    expect(apply(state, 2, at("cmp_1"))).toMatchObject({
      outcome: "updated",
      changes: { companyId: { to: "cmp_1" } },
    });
    expect(apply(state, 3, at("cmp_2")).changes).toEqual({ companyId: { from: "cmp_1", to: "cmp_2" } });
    expect(apply(state, 4, { ...jane, clear: ["companyId"] }).changes).toEqual({
      companyId: { from: "cmp_2" },
    });
  });

  test("under an id from before a merge is no change", () => {
    const state = withCompanies();
    apply(state, 1, at("cmp_before"));
    const again = apply(state, 2, at("cmp_1"));
    expect(again).toMatchObject({ outcome: "unmodified", changes: {}, record: { companyId: "cmp_1" } });
    expect(apply(state, 3, { ...at("cmp_before"), set: { firstName: "Jane" } }).changes).toEqual({
      firstName: { to: "Jane" },
    });
  });

  test("takes the place of one to a company that is gone", () => {
    const state = withCompanies();
    apply(state, 1, at("cmp_1"));
    state.entities.company.retire(TEAM, "cmp_1", undefined);
    expect(apply(state, 2, jane).record).not.toHaveProperty("companyId");
    expect(apply(state, 3, at("cmp_2")).changes).toEqual({ companyId: { to: "cmp_2" } });
  });

  test("by a domain is to its owner, and to nobody where nobody has it", () => {
    const state = withCompanies();
    const by = (value: string): Partial<Upsert> => ({ ...jane, company: { field: "companyDomain", value } });
    apply(state, 1, jane);
    expect(apply(state, 2, by("example.com")).changes).toEqual({ companyId: { to: "cmp_2" } });
    const nobody = apply(state, 3, by("example.org"));
    expect(nobody).toMatchObject({ outcome: "unmodified", warnings: [{ code: "COMPANY_NOT_FOUND" }] });
    expect(apply(state, 4, at("cmp_nobody")).warnings).toMatchObject([{ field: "companyId" }]);
  });

  test("that is older than the one that stands is told with what the request gave", () => {
    const state = withCompanies();
    const { record } = apply(state, 9, { ...at("cmp_1"), set: { jobTitle: "CEO" } });
    const late = apply(state, 5, {
      ...jane,
      company: { field: "companyDomain", value: "example.com" },
      set: { jobTitle: "CTO" },
    });
    const stale = { reason: "stale", conflictingRecordId: record.recordId };
    expect(late.fieldRejections).toHaveLength(2);
    expect(late.fieldRejections).toEqual(
      expect.arrayContaining([
        { ...stale, field: "companyDomain", rejectedValue: "example.com" },
        { ...stale, field: "jobTitle", rejectedValue: "CTO" },
      ]),
    );
  });

  test("is named where its key sees no more than it gave", () => {
    const state = withCompanies();
    expect(apply(state, 1, { ...at("cmp_1"), namesGiven: true })).not.toHaveProperty("given");
    const more = { ...at("cmp_1"), set: { firstName: "Jane" } };
    expect(apply(state, 2, { ...more, namesGiven: true }).given).toEqual(["firstName", "companyId"]);
    expect(apply(state, 3, { ...jane, namesGiven: true }).given).toEqual([]);
    expect(apply(state, 4, more)).not.toHaveProperty("given");
  });

  test("a company has none", () => {
    const state = withCompanies();
    const acme: Partial<Upsert> = {
      entity: "company",
      identifiers: [{ kind: "domain", value: "acme.example.com" }],
    };
    apply(state, 1, acme);
    const named = apply(state, 2, { ...acme, set: { companyName: "Acme" }, namesGiven: true });
    expect(named).toMatchObject({
      outcome: "updated",
      given: ["companyName"],
      changes: { companyName: { to: "Acme" } },
    });
  });
});
