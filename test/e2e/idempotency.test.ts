import { AcceptedAnswer } from "@onefold/contract";
import { noteWatermark } from "@onefold/records";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ASYNC, refused } from "./support/client.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import { startStack } from "./support/stack.ts";
import type { Stack, TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { firstOf } from "../support/thorough.ts";

const JANE = { email: "jane@example.com", firstName: "Jane" };
const key = (value: string) => ({ "Idempotency-Key": value });

async function receipts({ db }: Stack, team: TestTeam) {
  return await db
    .selectFrom("receipts")
    .select(["job_id", "clock"])
    .where("team_id", "=", team.teamId)
    .execute();
}

onEachBackend((stack) => {
  test("repeated, a request answers the same again, whatever was written in between", async () => {
    const team = await stack().newTeam();
    const first = await team.contact(JANE, { headers: key("k") });
    expect(first.status).toBe(201);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    await team.contact({ ...JANE, firstName: "Joan" });

    for (let i = 0; i < 3; i++) {
      const repeat = await team.contact(JANE, { headers: key("k") });
      expect([repeat.status, repeat.body]).toEqual([201, first.body]);
      expect(repeat.headers.get("idempotent-replayed")).toBe("true");
    }
    expect((await team.readContact(JANE.email)).fields).toEqual({ firstName: "Joan" });
    expect(await receipts(stack(), team)).toHaveLength(2);
    // One that doesn't wait is answered by its own Prefer, with the same job.
    const later = await team.acceptedContact(JANE, { headers: { ...key("k"), ...ASYNC } });
    expect(later.body.job.id).toBe(first.body.job.id);
    expect(later.headers.get("location")).toBe(first.body.job.url);
    expect(later.headers.get("preference-applied")).toBe("respond-async");
    expect(later.headers.get("idempotent-replayed")).toBe("true");
  });

  test("a rejected request is repeated as rejected", async () => {
    const team = await stack().newTeam();
    const body = { contactId: "ctc_0000000000000000A", firstName: "Jane" };
    const first = refused(
      await team.post("/api/contacts", body, { headers: key("k") }),
      400,
      "CONTACT_NOT_FOUND_BY_ID",
    );
    expect(first.job).toBeDefined();
    const repeat = await team.post("/api/contacts", body, { headers: key("k") });
    expect(repeat.body).toEqual(first);
    expect(repeat.headers.get("idempotent-replayed")).toBe("true");
  });

  test("a repeat after the record was deleted brings nobody back, and says so", async () => {
    const team = await stack().newTeam();
    const { body } = await team.contact(JANE, { headers: key("k") });
    expect((await team.request("DELETE", `/api/contacts/${body.data._id}`)).status).toBe(200);
    const repeat = refused(await team.post("/api/contacts", JANE, { headers: key("k") }), 410, "DELETED");
    expect(repeat.job?.id).toBe(body.job.id);
    refused(await team.get(`/api/contacts/${JANE.email}`), 404, "NOT_FOUND");
  });

  test("requests at once are one job", async () => {
    const team = await stack().newTeam();
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => team.contact(JANE, { headers: key("k") })),
    );
    expect(new Set(answers.map(({ body }) => body.job.id)).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(answers.filter(({ headers }) => !headers.has("idempotent-replayed"))).toHaveLength(1);
    expect(await receipts(stack(), team)).toHaveLength(1);
  });

  test("another body or query is 422 and names the job; the order of the query doesn't matter", async () => {
    const team = await stack().newTeam();
    const query = "?onConflict=strict&dryRun=false";
    const first = await team.contact(JANE, { query, headers: key("k") });
    const again = await team.contact(JANE, { query: "?dryRun=false&onConflict=strict", headers: key("k") });
    expect(again.body).toEqual(first.body);
    const others = [
      await team.post(`/api/contacts${query}`, { ...JANE, firstName: "Joan" }, { headers: key("k") }),
      await team.post("/api/contacts", JANE, { headers: key("k") }),
      await team.post("/api/contacts?onConflict=prefer&dryRun=false", JANE, { headers: key("k") }),
      // The key is known before the body is judged.
      await team.post(`/api/contacts${query}`, {}, { headers: key("k") }),
      await team.request("POST", `/api/contacts${query}`, {
        raw: JSON.stringify(JANE, undefined, 1),
        headers: key("k"),
      }),
    ];
    for (const other of others)
      expect(refused(other, 422, "IDEMPOTENCY_KEY_REUSED").message).toContain(first.body.job.id);
    expect((await team.readContact(JANE.email)).fields).toEqual({ firstName: "Jane" });
    expect(await receipts(stack(), team)).toHaveLength(1);
  });

  test("a 400 uses up nothing, nor does one that is in flight with the same key", async () => {
    const team = await stack().newTeam();
    for (const wrong of [{}, { email: "nope" }])
      refused(
        await team.post("/api/contacts", wrong, { headers: key("k") }),
        400,
        wrong.email ? "INVALID_EMAIL" : "MISSING_IDENTIFIER",
      );
    const [bad, good] = await Promise.all([
      team.post("/api/contacts", { email: "nope" }, { headers: key("k") }),
      team.contact(JANE, { headers: key("k") }),
    ]);
    expect([400, 422]).toContain(bad.status);
    expect(good.status).toBe(201);
  });

  test("a repeat is answered also where its request wouldn't be taken any more", async () => {
    const team = await stack().newTeam();
    await team.post("/api/fields", { entity: "contact", name: "score", type: "number" });
    const body = { ...JANE, score: 7 };
    const first = await team.contact(body, { headers: key("k") });
    expect(first.status).toBe(201);
    expect((await team.request("DELETE", "/api/fields/contact/score")).status).toBe(200);
    refused(await team.post("/api/contacts", body, { headers: key("new") }), 400, "INVALID_FIELD");
    expect((await team.contact(body, { headers: key("k") })).body).toEqual(first.body);
  });

  test("a key counts per team and per route", async () => {
    const [one, two] = [await stack().newTeam(), await stack().newTeam()];
    const answers = await Promise.all([
      one.contact(JANE, { headers: key("k") }),
      two.contact({ ...JANE, firstName: "Joan" }, { headers: key("k") }),
      one.company({ name: "Acme", domain: "acme.example" }, { headers: key("k") }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.job.id)).size).toBe(3);
    expect((await two.contact({ ...JANE, firstName: "Joan" }, { headers: key("k") })).body).toEqual(
      answers[1].body,
    );
  });
});

onEachBackend(
  (stack) => {
    test("while the first is still in flight a repeat is the same job, and 422 for another body", async () => {
      const team = await stack().newTeam();
      const first = await team.acceptedContact(JANE, { headers: key("k") });
      const repeats = await Promise.all(
        [key("k"), { ...key("k"), ...ASYNC }].map((headers) => team.acceptedContact(JANE, { headers })),
      );
      for (const { body, headers } of repeats) {
        expect(body.job.id).toBe(first.body.job.id);
        expect(body.job.acceptedAt).toBe(first.body.job.acceptedAt);
        expect(headers.get("location")).toBe(first.body.job.url);
      }
      const other = await team.post("/api/contacts", { email: "john@example.com" }, { headers: key("k") });
      refused(other, 422, "IDEMPOTENCY_KEY_REUSED");

      // A request that waits longer than the worker takes to start is answered with what became of it.
      const waiting = team.contact(JANE, { headers: { ...key("k"), Prefer: "wait=30" } });
      await stack().startWorker();
      expect((await waiting).body).toMatchObject({ data: { created: true }, job: { id: first.body.job.id } });
      expect(await receipts(stack(), team)).toHaveLength(1);
      await stack().stopWorker();
    });

    test("a key outlives the API", async () => {
      const team = await stack().newTeam();
      const first = await team.acceptedContact(JANE, { headers: key("k") });
      await stack().stopApi();
      await stack().startApi();
      const again = await team.acceptedContact(JANE, { headers: key("k") });
      expect(AcceptedAnswer.parse(again.body).job.id).toBe(first.body.job.id);
      refused(await team.post("/api/contacts", {}, { headers: key("k") }), 422, "IDEMPOTENCY_KEY_REUSED");
    });
  },
  { worker: false, env: { WAIT_MS: "200" } },
);

test.concurrent.each(
  firstOf(1, [
    ["lost as well", async (stack: Stack, team: TestTeam, jobId: string) => await lose(stack, team, jobId)],
    [
      "in no queue, and nobody knows whether it ever was",
      async ({ db }: Stack) => {
        await sql`delete from onefold_queue.job`.execute(db);
        await db.updateTable("idempotency_keys").set({ added: false }).execute();
      },
    ],
  ]),
)(
  "who was deleted stays deleted where a repeat's job is %s",
  async (_, undo) => {
    await using stack = await startStack({ worker: false, failures: true });
    const team = await stack.newTeam();
    const send = async () => {
      const { body } = await team.acceptedContact(JANE, { headers: { ...key("k"), ...ASYNC } });
      return body.job.id;
    };
    const first = await send();
    await lose(stack, team, first);
    await stack.startWorker();
    const { body } = await team.contact(JANE);
    expect((await team.request("DELETE", `/api/contacts/${body.data._id}`)).status).toBe(200);
    await stack.stopWorker();

    const second = await send();
    expect(second).not.toBe(first);
    await undo(stack, team, second);
    await stack.startWorker();
    refused(await team.post("/api/contacts", JANE, { headers: key("k") }), 410, "DELETED");
    refused(await team.get(`/api/contacts/${JANE.email}`), 404, "NOT_FOUND");
  },
  120_000,
);

/** As where the queue is through with all that was accepted until this job, and it has no receipt. */
async function lose({ db }: Stack, team: TestTeam, jobId: string): Promise<void> {
  // By the job's own time: the API's estimate of the database's time may be ahead of it.
  const passedBefore = Date.parse((await team.job(jobId)).acceptedAt) + 1;
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  await noteWatermark(db, { passedBefore, lookedAt: rows[0]?.now.getTime() ?? 0 });
  await until("a job that is lost", 20_000, async () => (await team.job(jobId)).status === "failed");
}

test("nothing of a key or of a body is kept in clear", async () => {
  await using stack = await startStack();
  const team = await stack.newTeam();
  await team.contact(JANE, { headers: key("jane@example.com") });
  const rows = await stack.db.selectFrom("idempotency_keys").selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ team_id: team.teamId, route: "POST /api/contacts", added: true });
  for (const value of Object.values(rows[0] ?? {}))
    expect(Buffer.isBuffer(value) ? value.toString("latin1") : String(value)).not.toContain("jane");
});
