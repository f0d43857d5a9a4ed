import { describe, expect, test } from "vitest";
import { testDatabase } from "../../../../test/support/test-database.ts";
import { removeEmail, setPrimaryEmail } from "../../src/index.ts";
import { createActs } from "../support/acts.ts";
import { email, newTeam } from "../support/team.ts";

const db = await testDatabase({ max: 20 });
const { applied, idOf, read } = createActs(db);

describe("e-mails of a contact", () => {
  async function janeWithTwo() {
    const team = await newTeam(db);
    const jane = await idOf(
      team.item({ identifiers: [email("jane@example.com")], aliases: ["j@example.com"] }),
    );
    return { team, jane, contact: { recordId: jane } };
  }

  test("an alias becomes primary, and the primary one an alias", async () => {
    const { team, contact } = await janeWithTwo();
    const late = team.item({ identifiers: [email("jane@example.com")] });
    const outcome = await setPrimaryEmail(db, team.operation(), { contact, email: "j@example.com" });
    expect(outcome).toMatchObject({
      kind: "applied",
      applied: { changes: { email: { from: "jane@example.com", to: "j@example.com" } } },
    });
    expect((await applied(late)).record.identifiers.email).toEqual(["j@example.com", "jane@example.com"]);
    const unknown = await setPrimaryEmail(db, team.operation(), { contact, email: "x@example.com" });
    expect(unknown).toEqual({ kind: "no-such-email" });
  });

  test("one that was removed isn't added again by a late item, which still reaches the contact", async () => {
    const { team, jane, contact } = await janeWithTwo();
    const asAlias = team.item({ identifiers: [email("jane@example.com")], aliases: ["j@example.com"] });
    const asKey = team.item({ identifiers: [email("j@example.com")], set: { firstName: "Jane" } });
    const last = team.item({ recordId: jane, aliases: ["j@example.com"] });
    await removeEmail(db, team.operation(), { contact, email: "j@example.com" });
    for (const item of [asAlias, asKey]) {
      const outcome = await applied(item);
      expect(outcome.record).toMatchObject({ recordId: jane, identifiers: { email: ["jane@example.com"] } });
      expect(outcome.fieldRejections).toEqual([
        expect.objectContaining({
          reason: "stale",
          rejectedValue: "j@example.com",
          conflictingRecordId: jane,
        }),
      ]);
    }
    const fresh = team.item({ identifiers: [email("jane@example.com")], aliases: ["j@example.com"] });
    expect((await applied(fresh)).record.identifiers.email).toEqual(["jane@example.com", "j@example.com"]);
    // It has it again, so there is nothing to refuse.
    expect(await applied(last)).toMatchObject({ outcome: "unmodified", fieldRejections: [] });
  });

  test("the oldest of the others takes the place of a removed primary one; the last identifier stays", async () => {
    const { team, contact } = await janeWithTwo();
    const outcome = await removeEmail(db, team.operation(), { contact, email: "jane@example.com" });
    expect(outcome).toMatchObject({
      applied: { changes: { email: { from: "jane@example.com", to: "j@example.com" } } },
    });
    const last = await removeEmail(db, team.operation(), { contact, email: "j@example.com" });
    expect(last).toEqual({ kind: "last-identifier" });
    expect(await read(team, "j@example.com")).toMatchObject({ identifiers: { email: ["j@example.com"] } });
  });
});
