import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { deleteRecord } from "../../src/index.ts";
import { createActs, mergedOf } from "../support/acts.ts";
import { dump } from "../support/dump.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { applied, idOf, read, merging, undoing } = createActs(db);

describe("companies", () => {
  const domain = (value: string) => ({ kind: "domain" as const, value });

  test("links follow a merge and its undo, without a contact being touched", async () => {
    const team = await newTeam(db);
    const [acme, acmeInc] = await Promise.all(
      ["acme.example", "acme-inc.example"].map((value) =>
        idOf(team.item({ entity: "company", identifiers: [domain(value)], set: { name: value } })),
      ),
    );
    if (!acme || !acmeInc) throw new Error("two companies");
    const link = { field: "companyId" as const, value: acmeInc };
    await applied(team.item({ identifiers: [email("jane@example.com")], company: link }));
    const before = await dump(db, team.teamId);
    const merge = team.operation();
    mergedOf(await merging(team, acme, [acmeInc], merge));
    expect(await read(team, "jane@example.com")).toMatchObject({ companyId: acme });
    expect(await dump(db, team.teamId)).toEqual(before);

    // Named by the old id, by the new one, and by the domain that moved: it is linked there already.
    for (const company of [
      link,
      { field: "companyId" as const, value: acme },
      { field: "companyDomain" as const, value: "acme-inc.example" },
      link,
    ]) {
      const again = await applied(team.item({ identifiers: [email("jane@example.com")], company }));
      expect(again).toMatchObject({ outcome: "unmodified", changes: {}, record: { companyId: acme } });
    }
    expect((await undoing(team, merge, "company")).kind).toBe("undone");
    expect(await read(team, "jane@example.com")).toMatchObject({ companyId: acmeInc });
  });

  test("one that contacts are linked to is deleted by force only, and they are linked no more", async () => {
    const team = await newTeam(db);
    const acme = await idOf(team.item({ entity: "company", identifiers: [domain("acme.example")] }));
    const link = { field: "companyId" as const, value: acme };
    await applied(team.item({ identifiers: [email("jane@example.com")], company: link }));
    const request = { entity: "company", name: { recordId: acme } } as const;
    expect(await deleteRecord(db, team.operation(), { ...request, force: false })).toEqual({
      kind: "has-contacts",
      contactCount: 1,
    });
    expect(await deleteRecord(db, team.operation(), { ...request, force: true })).toEqual({
      kind: "deleted",
      recordId: acme,
      unlinked: 1,
    });
    expect((await read(team, "jane@example.com"))?.companyId).toBeUndefined();
    const again = await applied(team.item({ identifiers: [email("jane@example.com")], company: link }));
    expect(again.record.companyId).toBeUndefined();
    expect(again.warnings).toEqual([expect.objectContaining({ code: "COMPANY_NOT_FOUND" })]);
  });

  test("a merge of contacts fills a link to a deleted company, and knows one company by its several ids", async () => {
    const team = await newTeam(db);
    const [gone, acme, acmeInc] = await Promise.all(
      ["gone.example", "acme.example", "acme-inc.example"].map((value) =>
        idOf(team.item({ entity: "company", identifiers: [domain(value)] })),
      ),
    );
    if (!gone || !acme || !acmeInc) throw new Error("three companies");
    const linked = (name: string, companyId: string) =>
      idOf(
        team.item({
          identifiers: [email(`${name}@example.com`)],
          company: { field: "companyId", value: companyId },
        }),
      );
    const jane = await linked("jane", gone);
    const others = [await linked("joe", acme), await linked("jo", acmeInc)];
    await merging(team, acme, [acmeInc]);
    await deleteRecord(db, team.operation(), {
      entity: "company",
      name: { recordId: gone },
      force: true,
    });
    const before = await dump(db, team.teamId);

    const merge = team.operation();
    const merged = mergedOf(await merging(team, jane, others, merge));
    expect(merged.rejectedFields).toEqual([]);
    expect(merged.applied).toMatchObject({
      changes: { companyId: { to: acme } },
      record: { companyId: acme },
    });
    expect(await read(team, "jane@example.com")).toMatchObject({ companyId: acme });
    expect((await undoing(team, merge)).kind).toBe("undone");
    expect(await dump(db, team.teamId)).toEqual(before);
  });
});
