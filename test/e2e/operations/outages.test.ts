import { sql } from "kysely";
import { expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { until } from "../support/until.ts";
import { callsOf } from "./support/calls.ts";

onEachSharedStack((stack) => {
  test("the database breaks off in the middle: 503 that says so, nothing is changed, and the same requests work again", async () => {
    const { db } = stack();
    const team = await stack().newTeam();
    const emails = ["jane", "john", "old", "gone"].map((name) => `${name}@example.com`);
    for (const email of emails) await team.contact({ email, additionalEmails: [`x.${email}`] });
    const company = (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id;
    const { undoUrl = "" } = await callsOf(team).merge("jane@example.com", "old@example.com");
    const before = await Promise.all(emails.map((email) => team.readContact(email)));
    const requests = [
      ["POST", "/api/contacts/merge", { primaryId: "jane@example.com", secondaryIds: ["john@example.com"] }],
      ["POST", undoUrl, undefined],
      ["DELETE", "/api/contacts/gone@example.com", undefined],
      ["DELETE", `/api/companies/${company}`, undefined],
      ["DELETE", "/api/contacts/jane@example.com/emails/x.jane@example.com", undefined],
      ["PUT", "/api/contacts/john@example.com/emails/x.john@example.com/primary", undefined],
      ["POST", "/api/v2/unsubscribes/contacts/john@example.com", undefined],
      ["GET", "/api/v2/unsubscribes/contacts/john@example.com", undefined],
    ] as const;
    const send = () =>
      Promise.all(requests.map(([method, path, body]) => team.request(method, path, body ? { body } : {})));

    const answers = await db.transaction().execute(async (trx) => {
      await sql`lock table contacts, companies in access exclusive mode`.execute(trx);
      const sent = send();
      await until("all wait for the lock", 4_000, async () => {
        const { rows } = await sql<{ waiting: number }>`
          select count(*)::int as waiting from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
        // The undo reads its merge first, and others wait for its locks.
        return rows[0]?.waiting === requests.length;
      });
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
      return await sent;
    });
    for (const [index, answer] of answers.entries()) {
      const { message } = refused(answer, 503, "UNAVAILABLE");
      expect(message).toMatch(/retry/);
      // Only what writes can be unknown.
      expect(/unknown/.test(message), message).toBe(requests[index]?.[0] !== "GET");
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(await Promise.all(emails.map((email) => team.readContact(email)))).toEqual(before);
    for (const request of requests) {
      const [method, path, body] = request;
      const { status } = await team.request(method, path, body ? { body } : {});
      // Merged again by the first of them, so that the undo of the older merge is refused.
      expect([path, status]).toEqual([path, path === undoUrl ? 409 : 200]);
    }
  });
});
