import { describe, expect, test } from "vitest";
import type { Answer } from "../support/conformance.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { callsOf } from "./support/calls.ts";

const ROUNDS = 8;

/** Requests in flight together: each is done whole or refused by what it found, never half and never a 5xx. */
onEachSharedStack((stack) => {
  const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);

  describe("operations in flight together", () => {
    test("merges of the same records in all directions, among upserts: one record is left, and all names lead to it", async () => {
      const team = await stack().newTeam();
      for (let round = 0; round < ROUNDS; round++) {
        const emails = ["a", "b", "c"].map((name) => `${name}${round}@example.com`);
        const ids = await Promise.all(
          emails.map(async (email) => (await team.contact({ email })).body.data._id),
        );
        const [a = "", b = "", c = ""] = ids;
        const merge = (primaryId: string, ...secondaryIds: string[]) =>
          team.post("/api/contacts/merge", { primaryId, secondaryIds });
        const answers = await Promise.all([
          merge(a, b),
          merge(b, a),
          merge(c, a),
          merge(b, c),
          merge(a, b, c),
          ...emails.map((email) => team.post("/api/contacts", { email, tagline: `of ${email}` })),
          ...ids.map((contactId) => team.post("/api/contacts", { contactId, summary: `of ${contactId}` })),
        ]);
        // Two names of what is one record by then: 400.
        for (const status of statuses(answers)) expect([200, 400]).toContain(status);
        const survivors = await Promise.all(
          [...ids, ...emails].map(async (name) => (await team.readContact(name))._id),
        );
        expect(new Set(survivors).size).toBe(1);
        expect((await team.readContact(a)).emails.map(({ value }) => value).toSorted()).toEqual(emails);
      }
    });

    test("a merge, its undo, a delete and upserts of one person: every name leads to a live record or to none", async () => {
      const team = await stack().newTeam();
      const { merge } = callsOf(team);
      for (let round = 0; round < ROUNDS; round++) {
        const [first, second] = [`x${round}@example.com`, `y${round}@example.com`];
        const x = (await team.contact({ email: first })).body.data._id;
        const y = (await team.contact({ email: second })).body.data._id;
        const { undoUrl = "" } = await merge(x, y);
        const answers = await Promise.all([
          team.request("POST", undoUrl),
          team.request("DELETE", `/api/contacts/${second}`),
          team.request("DELETE", `/api/contacts/${x}/emails/${second}`),
          team.request("POST", `/api/v2/unsubscribes/contacts/${y}`),
          team.request("PUT", `/api/contacts/${x}/emails/${second}/primary`),
          team.request("POST", undoUrl),
          team.post("/api/contacts", { email: second, lastName: "Late" }),
        ]);
        for (const status of statuses(answers)) expect([200, 201, 404, 409, 410]).toContain(status);
        for (const name of [x, y, first, second]) {
          const { status, body } = await team.get(`/api/contacts/${name}`);
          expect([200, 404]).toContain(status);
          if (status === 404) continue;
          const record = await team.readContact(name);
          expect(record).toEqual(body);
          for (const { value } of record.emails)
            expect((await team.readContact(value))._id, value).toBe(record._id);
        }
      }
    });
  });
});
