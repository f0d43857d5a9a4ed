import type { Item } from "@onefold/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { askedRow, isRow, linkedItems } from "./linked-items.ts";

const item = fc
  .record({
    row: fc.nat(1_000_000),
    clock: fc.integer({ min: 1, max: 50 }),
    teamId: fc.constantFrom("tea_1", "tea_2"),
    dryRun: fc.boolean(),
    by: fc.constantFrom(
      { field: "companyDomain" as const, value: "a.example" },
      { field: "companyDomain" as const, value: "b.example" },
      { field: "companyLinkedinUrl" as const, value: "acme" },
      { field: "companyId" as const, value: "cpn_1" },
      undefined,
    ),
    create: fc.constantFrom(undefined, {}, { name: "A" }, { name: "B" }),
    observedAt: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
  })
  .map(({ row, clock, teamId, dryRun, by, create, observedAt }): Item => ({
    ref: { teamId, jobId: "job_1", row, acceptedAt: 0, upload: true },
    clock,
    upsert: {
      entity: "contact",
      userId: "usr_1",
      keyId: "key_1",
      onConflict: "merge",
      identifiers: [{ kind: "email", value: "jane@example.com" }],
      set: {},
      ...(by && { company: { ...by, ...(create && { create }) } }),
      ...(dryRun && { dryRun }),
      ...(observedAt !== undefined && { observedAt }),
    },
  }));
const items = fc.uniqueArray(item, { selector: ({ ref }) => ref.row, maxLength: 30, size: "max" });

const wants = ({ upsert: { company } }: Item) =>
  company?.create !== undefined && company.field !== "companyId";
const ownName = ({ upsert }: Item) => upsert.company?.create?.name;

test("what is wanted is created once for all that want it, and for nobody else", () => {
  fc.assert(
    fc.property(items, (given) => {
      const wanted = linkedItems(given);
      const served = wanted.flatMap((each) => each.for);
      expect(new Set(served)).toEqual(new Set(given.filter(wants)));
      expect(served).toHaveLength(new Set(served).size);
      const keys = wanted.map(({ item: { ref, upsert } }) =>
        JSON.stringify([ref.teamId, upsert.dryRun, upsert.identifiers]),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

test("it is made by its last item, stamped by the earliest, named by the first that names it, and no row of the job", () => {
  fc.assert(
    fc.property(items, (given) => {
      for (const { item: made, for: those } of linkedItems(given)) {
        const { ref, clock, upsert } = made;
        expect(those.some((each) => each.ref.row === askedRow(ref.row) && each.clock === clock)).toBe(true);
        expect(clock).toBe(Math.max(...those.map((each) => each.clock)));
        expect(upsert.observedAt).toBe(
          Math.min(...those.flatMap((each) => [each.clock, each.upsert.observedAt ?? each.clock])),
        );
        expect(ref.row).toBeLessThan(0);
        expect(isRow(ref)).toBe(false);
        const named = those.filter((each) => ownName(each) !== undefined);
        const first = Math.min(...named.map((each) => each.clock));
        const names = named.filter((each) => each.clock === first).map(ownName);
        if (named.length === 0) expect(upsert.set).toEqual({});
        else expect(names).toContain(upsert.set["name"]);
      }
    }),
  );
});

test("a row is asked for by itself, or by that of the item that made it", () => {
  fc.assert(
    fc.property(fc.nat(), (row) => {
      expect(askedRow(row)).toBe(row);
      expect(askedRow(-1 - row)).toBe(row);
    }),
  );
});
