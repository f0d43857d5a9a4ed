import { createField } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";

onEachSharedStack((stack) => {
  describe("custom fields", () => {
    const TYPED = {
      text: { given: " Fr\u0065\u0301d ", stored: " Fréd ", wrong: [5, true, ["a"], {}, "x".repeat(5_001)] },
      number: { given: -1.5, stored: -1.5, wrong: ["5", true, 2 ** 53] },
      boolean: { given: false, stored: false, wrong: ["true", 0, 1] },
      datetime: {
        given: "2026-11-02T09:30:00+02:00",
        stored: "2026-11-02T07:30:00.000Z",
        wrong: ["2026-11-02", "yesterday", 1_700_000_000, "2026-02-30T00:00:00Z"],
      },
      date: {
        given: "2024-02-29",
        stored: "2024-02-29",
        wrong: ["2026-02-29", "02/11/2026", "2026-11-02T09:30:00Z"],
      },
      phone: { given: " +33 1 23-45 ", stored: "+33 1 23-45", wrong: ["call me", 33123456, "12"] },
    };

    test.each(Object.entries(TYPED))(
      "of type %s: registered, stored, and ill-typed values named",
      async (type, values) => {
        const team = await stack().newTeam();
        const name = `my ${type}`;
        // Looked up before it is registered: the API must see it at once nevertheless.
        refused(
          await team.post("/api/contacts", { email: "jane@example.com", [name]: values.given }),
          400,
          "INVALID_FIELD",
        );
        await team.post("/api/fields", { entity: "contact", name, type });
        const { data } = (await team.contact({ email: "jane@example.com", [name]: values.given })).body;
        expect(data.fields).toEqual({ [name]: values.stored });
        for (const value of values.wrong) {
          const answer = await team.post("/api/contacts", {
            email: "jane@example.com",
            firstName: "Jane",
            [name]: value,
          });
          const { error } = refused(answer, 400, "INVALID_FIELD");
          expect(
            error.details?.map(({ path, code }) => [path, code]),
            JSON.stringify(value),
          ).toEqual([[name, "INVALID_FIELD"]]);
          expect(error.message).toContain(name);
        }
        expect((await team.readContact(data._id)).fields).toEqual({ [name]: values.stored });
      },
    );

    test("unregistered: INVALID_FIELD with the name, also where the company has one of that name", async () => {
      const { db } = stack();
      const team = await stack().newTeam();
      await createField(db, team.teamId, { entity: "company", name: "score", type: "number" });
      const answer = await team.post("/api/contacts", { email: "jane@example.com", score: 1 });
      expect(refused(answer, 400, "INVALID_FIELD").error.details).toEqual([
        { path: "score", code: "INVALID_FIELD", message: expect.stringContaining("score") },
      ]);
    });
  });
});
