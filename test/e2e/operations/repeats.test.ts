import { describe, expect, test } from "vitest";
import type { Answer } from "../support/conformance.ts";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import type { TestTeam } from "../support/stack.ts";

const REPEATS = 12;

type Request = readonly [method: string, path: string, body?: object];

/** What a repeat under an Idempotency-Key answers; that there is one effect is seen by the receipts. */
onEachSharedStack((stack) => {
  const send = (team: TestTeam, [method, path, body]: Request, key: string) =>
    team.request(method, path, { headers: { "Idempotency-Key": key }, ...(body && { body }) });

  async function receiptsOf(team: TestTeam): Promise<number> {
    const { db } = stack();
    const rows = await db
      .selectFrom("receipts")
      .select("job_id")
      .where("team_id", "=", team.teamId)
      .execute();
    return rows.length;
  }

  async function scene() {
    const team = await stack().newTeam();
    const contact = async (email: string) =>
      (await team.contact({ email, additionalEmails: [`x.${email}`] })).body.data._id;
    const [jane, john] = [await contact("jane@example.com"), await contact("john@example.com")];
    const acme = (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id;
    const merge = await team.post("/api/contacts/merge", {
      primaryId: john,
      secondaryIds: [await contact("jo@example.com")],
    });
    return { team, jane, john, acme, merge };
  }

  const undoUrl = ({ body }: Answer) =>
    typeof body === "object" && body && "undoUrl" in body ? String(body.undoUrl) : "no undoUrl";

  const OPERATIONS: [string, (at: Awaited<ReturnType<typeof scene>>) => Request, receipts: number][] = [
    [
      "merge",
      ({ jane, john }) => ["POST", "/api/contacts/merge", { primaryId: jane, secondaryIds: [john] }],
      1,
    ],
    ["undo", ({ merge }) => ["POST", undoUrl(merge)], 1],
    ["delete of a contact", () => ["DELETE", "/api/contacts/jane@example.com"], 0],
    ["delete of a company", ({ acme }) => ["DELETE", `/api/companies/${acme}`], 0],
    ["unsubscribe", ({ jane }) => ["POST", `/api/v2/unsubscribes/contacts/${jane}`], 1],
    ["resubscribe", ({ jane }) => ["DELETE", `/api/v2/unsubscribes/contacts/${jane}`], 1],
    ["removed e-mail", () => ["DELETE", "/api/contacts/jane@example.com/emails/jane@example.com"], 1],
    ["primary e-mail", () => ["PUT", "/api/contacts/jane@example.com/emails/x.jane@example.com/primary"], 1],
  ];

  describe("an operation with an Idempotency-Key", () => {
    test.each(OPERATIONS)(
      "%s, at once and again: one effect, one answer",
      async (_name, requestOf, receipts) => {
        const at = await scene();
        const { team } = at;
        const request = requestOf(at);
        const before = await receiptsOf(team);
        const answers = await Promise.all(Array.from({ length: REPEATS }, () => send(team, request, "k")));
        const [first] = answers;
        for (const { status, body } of answers) expect([status, body]).toEqual([200, first?.body]);
        const replayed = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
        expect(replayed).toHaveLength(REPEATS - 1);
        expect(await receiptsOf(team)).toBe(before + receipts);
        // Whatever is written since.
        await team.contact({ email: "john@example.com", firstName: "Later" });
        expect((await send(team, request, "k")).body).toEqual(first?.body);
      },
    );

    test("another request under the key is 422 and does nothing; one that was refused used up nothing", async () => {
      const { team, jane } = await scene();
      const path = `/api/v2/unsubscribes/contacts/${jane}`;
      refused(
        await send(team, ["POST", "/api/v2/unsubscribes/contacts/nobody@example.com"], "k"),
        404,
        "NOT_FOUND",
      );
      expect((await send(team, ["POST", path], "k")).status).toBe(200);
      const others: Request[] = [
        ["DELETE", path],
        ["DELETE", "/api/contacts/jane@example.com"],
        ["POST", "/api/contacts/merge", { primaryId: jane, secondaryIds: ["john@example.com"] }],
      ];
      for (const other of others) refused(await send(team, other, "k"), 422, "IDEMPOTENCY_KEY_REUSED");
      expect(await team.readContact("jane@example.com")).toMatchObject({ _id: jane, unsubscribed: true });
      const strangers = await stack().newTeam();
      refused(await send(strangers, ["POST", path], "k"), 404, "NOT_FOUND");
    });

    test("a dry run uses up no key, and nothing that names a person is kept with one", async () => {
      const { team, jane, john } = await scene();
      const body = { primaryId: jane, secondaryIds: [john] };
      expect((await send(team, ["POST", "/api/contacts/merge?dryRun=true", body], "k")).status).toBe(200);
      expect((await send(team, ["POST", "/api/contacts/merge", body], "k")).status).toBe(200);
      await send(team, ["DELETE", "/api/contacts/jane@example.com"], "d");
      const { db } = stack();
      const rows = await db
        .selectFrom("idempotency_keys")
        .selectAll()
        .where("team_id", "=", team.teamId)
        .execute();
      expect(rows).toHaveLength(2);
      expect(JSON.stringify(rows)).not.toMatch(/@|jane/);
    });
  });
});
