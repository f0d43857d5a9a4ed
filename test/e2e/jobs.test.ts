import { createJobIds } from "@onefold/identity";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { ASYNC, refused } from "./support/client.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import { JOB_ID_SECRET } from "./support/stack.ts";
import type { TestTeam } from "./support/stack.ts";
import { until } from "./support/until.ts";

const NONE = { pending: 0, created: 0, updated: 0, unmodified: 0, rejected: 0, cancelled: 0, conflicts: 0 };
const DAY_MS = 86_400_000;
/** Long enough for a worker on a busy machine, short enough to wait for in vain. */
const WAIT_MS = 400;

onEachBackend(
  (stack) => {
    describe("Prefer: respond-async", () => {
      test("answers 202 with the job, which ends with what the POST would have answered", async () => {
        const team = await stack().newTeam();
        const before = Date.now();
        const { headers, body } = await team.acceptedContact({
          email: "jane@example.com",
          firstName: "Jane",
        });
        const { job: accepted } = body;
        expect(accepted.url).toBe(`/api/jobs/${accepted.id}`);
        expect(headers.get("location")).toBe(accepted.url);
        expect(headers.get("preference-applied")).toBe("respond-async");
        expect(Date.parse(accepted.acceptedAt)).toBeGreaterThanOrEqual(before);
        expect(Date.parse(accepted.acceptedAt)).toBeLessThanOrEqual(Date.now());

        const job = await team.job(accepted.id, 30);
        expect(job).toMatchObject({
          id: accepted.id,
          kind: "upsert",
          status: "completed",
          acceptedAt: accepted.acceptedAt,
          httpStatus: 201,
          counts: { ...NONE, total: 1, created: 1 },
          result: {
            success: true,
            data: { created: true, fields: { firstName: "Jane" } },
            job: { id: accepted.id },
          },
        });
        expect(job).not.toHaveProperty("error");
        expect(Date.parse(job.finishedAt ?? "")).toBeGreaterThanOrEqual(before);
        // It stays as it is.
        expect(await team.job(accepted.id)).toEqual(job);
        expect((await team.readContact("jane@example.com")).fields).toEqual({ firstName: "Jane" });
      });

      test("a body that is wrong is refused at once", async () => {
        const team = await stack().newTeam();
        refused(
          await team.post("/api/contacts", { email: "nope" }, { headers: ASYNC }),
          400,
          "INVALID_EMAIL",
        );
      });

      test.each([
        ["updated", { firstName: "Joan" }, 200],
        ["unmodified", { firstName: "Jane" }, 200],
      ])("of an item that is %s", async (outcome, fields, httpStatus) => {
        const team = await stack().newTeam();
        await team.contact({ email: "jane@example.com", firstName: "Jane" });
        const { job } = (await team.acceptedContact({ email: "jane@example.com", ...fields })).body;
        const ended = await team.job(job.id, 30);
        expect(ended).toMatchObject({
          status: "completed",
          httpStatus,
          counts: { ...NONE, total: 1, [outcome]: 1 },
        });
        expect(ended.result).toMatchObject({ data: { outcome, updated: true } });
      });

      test("a strict conflict fails the job with the 409 that the POST would have answered", async () => {
        const team = await stack().newTeam();
        const linkedinUrl = "https://www.linkedin.com/in/john";
        await team.contact({ email: "jane@example.com" });
        await team.contact({ linkedinUrl });
        const both = { email: "jane@example.com", linkedinUrl };
        const query = "?onConflict=strict";
        const inTime = refused(await team.post(`/api/contacts${query}`, both), 409, "IDENTITY_CONFLICT");
        const { id, url } = (await team.acceptedContact(both, { query, headers: ASYNC })).body.job;
        const job = await team.job(id, 30);
        expect(job).toMatchObject({
          status: "failed",
          httpStatus: 409,
          counts: { ...NONE, total: 1, rejected: 1, conflicts: 1 },
        });
        expect(job.error).toEqual(inTime.error);
        expect(job.result).toEqual({ ...inTime, job: { id, url } });
      });

      test("a contactId of no contact fails the job with the 400 that the POST would have answered", async () => {
        const team = await stack().newTeam();
        const { job } = (await team.acceptedContact({ contactId: "ctc_0000000000000000A" })).body;
        expect(await team.job(job.id, 30)).toMatchObject({
          status: "failed",
          httpStatus: 400,
          error: { code: "CONTACT_NOT_FOUND_BY_ID" },
        });
      });
    });

    describe("a POST that waits", () => {
      test("names its job, which shows the same body", async () => {
        const team = await stack().newTeam();
        const { body } = await team.contact({ email: "jane@example.com", firstName: "Jane" });
        expect(await team.job(body.job.id)).toMatchObject({
          status: "completed",
          httpStatus: 201,
          result: body,
        });
      });

      test("says which preference it applied", async () => {
        const team = await stack().newTeam();
        const applied = async (Prefer?: string) =>
          (
            await team.contact(
              { email: "jane@example.com" },
              { headers: Prefer === undefined ? {} : { Prefer } },
            )
          ).headers.get("preference-applied");
        expect(await applied()).toBe(null);
        expect(await applied("wait=20")).toBe("wait=20");
        expect(await applied("respond-async, wait=20")).toBe("wait=20");
        expect(await applied("wait=3600")).toBe("wait=60");
        expect(await applied("handling=lenient")).toBe(null);
      });
    });

    describe("while no worker runs", () => {
      test("a POST ends as 202 when its wait ends, and is applied once a worker runs", async () => {
        const team = await stack().newTeam();
        await stack().stopWorker();
        const started = performance.now();
        const byDefault = await team.acceptedContact({ email: "a@example.com" }, {});
        expect(performance.now() - started).toBeGreaterThanOrEqual(WAIT_MS - 5);
        expect(byDefault.headers.get("location")).toBe(byDefault.body.job.url);
        expect(byDefault.headers.get("preference-applied")).toBe(null);
        const { id } = byDefault.body.job;
        const queued = await team.job(id, 1);
        expect(queued).toMatchObject({ status: "queued", counts: { ...NONE, total: 1, pending: 1 } });
        expect(queued).not.toHaveProperty("finishedAt");
        expect(queued).not.toHaveProperty("result");

        // Once the backlog's estimate is past the wait, it isn't waited for at all.
        await until("an estimate of more than a second", 10_000, async () => (await estimate(team)) > 1_000);
        const atOnce = await team.acceptedContact(
          { email: "b@example.com" },
          { headers: { Prefer: "wait=1" } },
        );
        expect(atOnce.headers.get("preference-applied")).toBe("wait=1");
        expect(atOnce.body.job.estimatedStartMs).toBeGreaterThan(1_000);

        const [ended] = await Promise.all([team.job(id, 30), stack().startWorker()]);
        expect(ended).toMatchObject({ status: "completed", httpStatus: 201 });
        expect((await team.job(atOnce.body.job.id, 30)).status).toBe("completed");
        expect((await team.readContact("a@example.com"))._id).toMatch(/^ctc_/);
        // With the backlog gone the next POST is answered in time again.
        await until("no backlog", 20_000, async () => (await estimate(team)) < 1_000);
        expect(
          (await team.contact({ email: "a@example.com" }, { headers: { Prefer: "wait=20" } })).status,
        ).toBe(200);
      });

      async function estimate(team: TestTeam): Promise<number> {
        return (await team.acceptedContact({ email: "c@example.com" })).body.job.estimatedStartMs;
      }
    });

    describe("GET /api/jobs/{id}", () => {
      const { issue } = createJobIds(JOB_ID_SECRET);

      test("of a made-up id: 404", async () => {
        const team = await stack().newTeam();
        const real = (await team.acceptedContact({ email: "jane@example.com" })).body.job.id;
        const flipped = real.slice(0, -1) + (real.endsWith("0") ? "1" : "0");
        const elsewhere = createJobIds("the secret of another deployment").issue(team.teamId, Date.now());
        for (const id of [
          flipped,
          elsewhere,
          "job_1",
          "1",
          real.toLowerCase(),
          `${real}0`,
          "ctc_0000000000000000A",
        ])
          refused(await team.get(`/api/jobs/${id}`), 404, "NOT_FOUND");
        expect((await team.get(`/api/jobs/${real}`)).status).toBe(200);
      });

      test("past the retention of receipts: 410; another team's id of that age: 404", async () => {
        const [team, other] = [await stack().newTeam(), await stack().newTeam()];
        const old = (days: number) => issue(team.teamId, Date.now() - days * DAY_MS);
        refused(await team.get(`/api/jobs/${old(8)}`), 410, "JOB_EXPIRED");
        refused(await other.get(`/api/jobs/${old(8)}`), 404, "NOT_FOUND");
        // Those of that day are nowhere, whatever the retention is now.
        refused(await team.get(`/api/jobs/${old(6)}`), 410, "JOB_EXPIRED");
        // Not yet: it may still be on its way, or is lost.
        const day = new Date(Date.now() - 6 * DAY_MS).toISOString().slice(0, 10);
        await sql`select create_receipts_day(${day}::date)`.execute(stack().db);
        expect((await team.get(`/api/jobs/${old(6)}`)).status).toBe(200);
      });

      test.each(["61", "-1", "1.5", "soon", "", "1&wait=1"])("wait=%s: 400", async (wait) => {
        const team = await stack().newTeam();
        const answer = await team.get(`/api/jobs/${issue(team.teamId, Date.now())}?wait=${wait}`);
        refused(answer, 400, "INVALID_REQUEST");
      });
    });
  },
  { env: { WAIT_MS: String(WAIT_MS), RECEIPT_RETENTION_DAYS: "7" } },
);
