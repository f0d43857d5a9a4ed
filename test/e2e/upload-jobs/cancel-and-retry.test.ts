import { Job, JobList, JobResults } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import type { Client } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { until } from "../support/until.ts";
import { newUpload } from "./support/made-upload.ts";

const NONE = { pending: 0, created: 0, updated: 0, unmodified: 0, rejected: 0, cancelled: 0, conflicts: 0 };
const ENDS = ["completed", "completed_with_errors", "failed", "cancelled"];

onEachSharedStack((stack) => {
  describe("POST /api/jobs/{id}/cancel", () => {
    test("under load: nothing is applied once it has answered, and the counts add up", async () => {
      const { team, upload } = await newUpload(stack());
      await upload.take(0, 400);
      const state = { stopped: false };
      const lane = async (first: number) => {
        for (let row = first; row < 400 && !state.stopped; row += 40) await upload.commitRows(row, row + 10);
      };
      const committing = Promise.all([lane(0), lane(10)]);
      await until("the first rows", 10_000, async () => (await team.job(upload.id)).counts.created > 0);
      const answer = await team.request("POST", `${upload.url}/cancel`);
      expect(answer.status).toBe(200);
      const job = Job.parse(answer.body);
      const { total, created, cancelled } = job.counts;
      expect(job).toMatchObject({ status: "cancelled", progress: 1 });
      expect(created + cancelled).toBe(total);
      expect(total).toBe(400);
      const count = async () => Object((await team.get("/api/contacts?limit=1")).body).total;
      expect(await count()).toBe(created);
      state.stopped = true;
      await committing;
      await upload.commitRows(0, 400);
      expect(await count()).toBe(created);
      expect(await team.job(upload.id)).toEqual(job);
      const { message } = refused(await team.request("POST", `${upload.url}/cancel`), 409, "JOB_ENDED");
      expect(message).toBe("The job has ended already: it is cancelled.");
    });

    test("of several at once one cancels", async () => {
      const { team, upload } = await newUpload(stack());
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => team.request("POST", `${upload.url}/cancel`)),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200, 409, 409, 409, 409,
      ]);
    });
  });

  describe("POST /api/jobs/{id}/retry", () => {
    test("sends the rejected rows again as a job of their own, judged anew", async () => {
      const { team, upload } = await newUpload(stack());
      await upload.take(0, 6);
      await upload.commitRows(0, 1);
      refused(await team.request("POST", `${upload.url}/retry`), 409, "JOB_NOT_ENDED");
      await upload.reject({
        1: { code: "INVALID_FIELD", input: { email: "jane@example.com", Seniority: 3 } },
        2: { input: { email: "jane@" } },
        3: { code: "UNREADABLE" },
        4: { input: { email: "joan@example.com", source: "fair", firstName: "J\uFFFD" } },
        5: { input: { email: "jean@example.com", firstName: "J\uFFFD" }, inputAltered: true },
      });
      await upload.end();
      await team.post("/api/fields", { entity: "contact", name: "Seniority", type: "number" });
      const answer = await team.request("POST", `${upload.url}/retry`);
      expect(answer.status).toBe(202);
      const { id, url } = Object(answer.body).job;
      expect(answer.headers.get("location")).toBe(url);
      expect(answer.body).toMatchObject({ rows: { read: 4, accepted: 2, rejected: 2 } });
      const job = await ended(team, id);
      expect(job).toMatchObject({
        status: "completed_with_errors",
        retryOf: upload.id,
        entity: "contact",
        counts: { ...NONE, total: 4, created: 2, rejected: 2 },
      });
      expect((await team.readContact("jane@example.com")).fields).toEqual({ Seniority: 3 });
      expect((await team.readContact("joan@example.com")).source).toBe("fair");
      const { body } = await team.get(`${url}/results?outcome=rejected`);
      expect(JobResults.parse(body).data).toMatchObject([
        {
          row: 1,
          code: "INVALID_EMAIL",
          message: `Row 2 of ${upload.id}: email must be an e-mail address.`,
          input: { email: "jane@" },
        },
        // Applied, it would write what nobody sent.
        { row: 3, code: "INVALID_EMAIL", input: { firstName: "J\uFFFD" } },
      ]);
    });

    test("nothing to retry is a conflict", async () => {
      const { team, upload } = await newUpload(stack());
      await upload.take(0, 2);
      await upload.commitRows(0, 1);
      await upload.reject({ 1: { code: "UNREADABLE" } });
      await upload.end();
      refused(await team.request("POST", `${upload.url}/retry`), 409, "NOTHING_TO_RETRY");
      expect(JobList.parse((await team.get("/api/jobs")).body).data).toHaveLength(1);
    });

    test("rows that name somebody who was deleted since are gone, and the answer says so", async () => {
      const { team, upload } = await newUpload(stack());
      await team.contact({ email: "jane@example.com", linkedinUrl: "linkedin.com/in/jane" });
      await upload.take(0, 3);
      await upload.reject({
        0: { input: { email: "Jane <JANE@example.com>", phone: "+1 99 99" } },
        1: { input: { linkedinUrl: "https://uk.linkedin.com/in/Jane/", Seniority: 3 } },
        2: { input: { email: "joan@example.com" } },
      });
      await upload.end();
      expect((await team.request("DELETE", "/api/contacts/jane@example.com")).status).toBe(200);
      const { body: results } = await team.get(`${upload.url}/results`);
      expect(JobResults.parse(results).data.map(({ inputDropped }) => inputDropped)).toEqual([
        "erased",
        "erased",
        undefined,
      ]);
      const answer = await team.request("POST", `${upload.url}/retry`);
      expect(answer.body).toMatchObject({ rows: { read: 1, accepted: 1, rejected: 0, notKept: 2 } });
      await ended(team, Object(answer.body).job.id);
      refused(await team.get("/api/contacts/jane@example.com"), 404, "NOT_FOUND");
      await team.request("DELETE", "/api/contacts/joan@example.com");
      const { error } = refused(await team.request("POST", `${upload.url}/retry`), 409, "NOTHING_TO_RETRY");
      expect(error.message).toContain("Nothing is kept");
    });

    test("of many rows is one job, in order", async () => {
      const { team, upload } = await newUpload(stack());
      const rows = Array.from(
        { length: 2_500 },
        (_, i) => [i, { input: { email: `r${i}@example.com` } }] as const,
      );
      await upload.take(0, rows.length);
      await upload.reject(Object.fromEntries(rows));
      await upload.end();
      const answer = await team.request("POST", `${upload.url}/retry`);
      const job = await ended(team, Object(answer.body).job.id);
      expect(job).toMatchObject({ status: "completed", counts: { total: 2_500, created: 2_500 } });
    });

    async function ended(team: Client, id: string): Promise<Job> {
      return await until("the end of the retry", 30_000, async () => {
        const job = await team.job(id, 1);
        return ENDS.includes(job.status) && job;
      });
    }
  });
});
