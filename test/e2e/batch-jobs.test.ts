import { Job, JobList, JobResults } from "@onefold/contract";
import { createJobIds } from "@onefold/identity";
import { createKey, endJobs } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { follow } from "./batch-jobs/support/follow.ts";
import { startFrailProxy } from "./batch-jobs/support/frail-proxy.ts";
import { makeBatch } from "./batch-jobs/support/made-batch.ts";
import type { MadeBatch } from "./batch-jobs/support/made-batch.ts";
import { ASYNC, basic, refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import { JOB_ID_SECRET } from "./support/stack.ts";
import { until } from "./support/until.ts";

const NONE = { pending: 0, created: 0, updated: 0, unmodified: 0, rejected: 0, cancelled: 0, conflicts: 0 };
const ENDS = ["completed", "completed_with_errors", "failed", "cancelled"];

onEachBackend((stack) => {
  async function newBatch() {
    const team = await stack().newTeam();
    return { team, batch: await makeBatch(stack(), team) };
  }

  async function post(team: Client, path: string) {
    return await team.request("POST", path);
  }

  describe("GET /api/jobs/{id}", () => {
    test("of a batch says how far it is, and how it ended", async () => {
      const { team, batch } = await newBatch();
      expect(await team.job(batch.id)).toMatchObject({
        id: batch.id,
        kind: "batch",
        entity: "contact",
        status: "queued",
        counts: { ...NONE, total: 0 },
        progress: 0,
        upload: { status: "open", rows: 0 },
        options: { onConflict: "prefer", dryRun: false },
        links: {
          results: `${batch.url}/results`,
          events: `${batch.url}/events`,
          cancel: `${batch.url}/cancel`,
        },
      });
      await batch.take(0, 4);
      await batch.commitRows(0, 1);
      const active = await team.job(batch.id);
      expect(active).toMatchObject({
        status: "active",
        progress: 0.25,
        counts: { total: 4, pending: 3 },
        upload: { rows: 4 },
      });
      // More rows may come: nobody knows.
      expect(active).not.toHaveProperty("estimatedEndAt");
      await batch.complete();
      const { acceptedAt, estimatedEndAt = "" } = await team.job(batch.id);
      expect(Date.parse(estimatedEndAt)).toBeGreaterThan(Date.now());
      // Three times as long as it took for one.
      expect(Date.parse(estimatedEndAt) - Date.parse(acceptedAt)).toBeLessThan(60_000);
      await batch.commitRows(1, 3);
      await batch.reject({ 3: {} });
      await batch.end();
      const ended = await team.job(batch.id, 10);
      expect(ended).toMatchObject({
        status: "completed_with_errors",
        progress: 1,
        counts: { ...NONE, total: 4, created: 3, rejected: 1 },
        links: { retry: `${batch.url}/retry` },
      });
      expect(ended.links).not.toHaveProperty("cancel");
      expect(ended).not.toHaveProperty("estimatedEndAt");
      expect(ended).not.toHaveProperty("result");
      expect(await team.job(batch.id)).toEqual(ended);
    });

    test("with wait it answers at the end, or when the time is over", async () => {
      const { team, batch } = await newBatch();
      await batch.take(0, 1);
      const early = await team.job(batch.id, 1);
      expect(early.status).toBe("queued");
      const waiting = team.job(batch.id, 30);
      await batch.commitRows(0, 1);
      await batch.end();
      expect((await waiting).status).toBe("completed");
    });

    test("says why an upload broke off", async () => {
      const { team, batch } = await newBatch();
      await batch.breakOff();
      await endJobs(stack().db);
      expect(await team.job(batch.id, 10)).toMatchObject({
        status: "failed",
        upload: { status: "broken", rows: 0, problem: "The connection broke off." },
      });
    });
  });

  describe("GET /api/jobs", () => {
    test("lists the team's batches, newest first, by pages and by status", async () => {
      const { team, batch: first } = await newBatch();
      await team.contact({ email: "jane@example.com" });
      const [second, third] = [await makeBatch(stack(), team), await makeBatch(stack(), team)];
      await post(team, `${second.url}/cancel`);
      const list = async (query = "") => {
        const { status, body } = await team.get(`/api/jobs${query}`);
        expect(status).toBe(200);
        return JobList.parse(body);
      };
      const idsOf = ({ data }: JobList) => data.map(({ id }) => id);
      // Those of one millisecond are in the order of their ids.
      const all = [first.id, second.id, third.id].toSorted().toReversed();
      expect(idsOf(await list())).toEqual(all);
      const page = await list("?limit=2");
      expect(idsOf(page)).toEqual(all.slice(0, 2));
      expect(await list(`?limit=2&cursor=${page.nextCursor}`)).toEqual({
        data: [expect.objectContaining({ id: all[2] })],
        limit: 2,
      });
      expect(idsOf(await list("?status=cancelled"))).toEqual([second.id]);
      expect(idsOf(await list("?status=queued"))).not.toContain(second.id);
      expect(idsOf(JobList.parse((await (await stack().newTeam()).get("/api/jobs")).body))).toEqual([]);
      for (const query of ["limit=201", "limit=0", "status=done", "cursor=x", "state=queued"])
        refused(await team.get(`/api/jobs?${query}`), 400, "INVALID_REQUEST");
    });
  });

  describe("GET /api/jobs/{id}/results", () => {
    /** Rows 0 to 2 created, 3 updated, 4 unmodified, 5 to 7 rejected. */
    async function filled() {
      const { team, batch } = await newBatch();
      await batch.take(0, 8);
      await batch.commitRows(0, 3);
      const first = { identifiers: [{ kind: "email" as const, value: "p0@example.com" }] };
      await batch.commit([
        batch.item(3, { ...first, set: { firstName: "Jane" }, owner: "nobody@example.com" }),
        batch.item(4, first),
      ]);
      const details = [{ path: "email", code: "INVALID_EMAIL" as const, message: "email is wrong." }];
      await batch.reject({
        5: {
          message: 'Line 7: no, "no".',
          details,
          input: { firstName: "=1+1", email: "jane@", lastName: null },
        },
        6: {
          input: { additionalEmails: ["a@", "b@example.com"], Seniority: 3, email: "joan@\nexample.com" },
        },
        7: {},
      });
      await batch.end();
      return { team, batch };
    }

    async function page(team: Client, batch: MadeBatch, query: string) {
      const { status, body } = await team.get(`${batch.url}/results?${query}`);
      expect(status).toBe(200);
      return JobResults.parse(body);
    }

    test("as JSON, by outcome and page", async () => {
      const { team, batch } = await filled();
      const { data } = await page(team, batch, "");
      expect(data.map(({ row, outcome }) => [row, outcome])).toEqual([
        [0, "created"],
        [1, "created"],
        [2, "created"],
        [3, "updated"],
        [4, "unmodified"],
        [5, "rejected"],
        [6, "rejected"],
        [7, "rejected"],
      ]);
      expect(data[3]).toMatchObject({
        action: "upsert",
        recordId: data[0]?.recordId,
        matchedBy: "email",
        changes: { firstName: { to: "Jane" } },
        warnings: [{ code: "OWNER_NOT_FOUND" }],
        fieldRejections: [],
      });
      expect(data[5]).toMatchObject({
        code: "INVALID_EMAIL",
        message: 'Line 7: no, "no".',
        details: [{ path: "email" }],
        input: { firstName: "=1+1", email: "jane@" },
      });
      expect(data[5]).not.toHaveProperty("recordId");
      for (const [outcome, rows] of [
        ["created", [0, 1, 2]],
        ["updated", [3]],
        ["unmodified", [4]],
        ["rejected", [5, 6, 7]],
      ] as const) {
        const found: number[] = [];
        let cursor: string | undefined = "";
        for (; cursor !== undefined;) {
          const more = cursor === "" ? "" : `&cursor=${cursor}`;
          const part = await page(team, batch, `outcome=${outcome}&limit=2${more}`);
          found.push(...part.data.map(({ row }) => row));
          cursor = part.nextCursor;
        }
        expect(found).toEqual(rows);
      }
      for (const query of [
        "limit=1001",
        "outcome=done",
        "format=xml",
        "cursor=x",
        "format=csv&limit=5",
        "page=2",
      ])
        refused(await team.get(`${batch.url}/results?${query}`), 400, "INVALID_REQUEST");
      const { nextCursor } = await page(team, batch, "limit=2");
      refused(
        await team.get(`${batch.url}/results?outcome=rejected&cursor=${nextCursor}`),
        400,
        "INVALID_REQUEST",
      );
    });

    test("as NDJSON and CSV, also by Accept", async () => {
      const { team, batch } = await filled();
      const ndjson = await team.get(`${batch.url}/results?format=ndjson`);
      expect(ndjson.headers.get("content-disposition")).toBe('attachment; filename="results.ndjson"');
      const lines = String(ndjson.body).trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toEqual((await page(team, batch, "")).data);
      const byAccept = { headers: { Accept: "application/x-ndjson" } };
      expect((await team.get(`${batch.url}/results`, byAccept)).body).toBe(ndjson.body);
      const head = await team.request("HEAD", `${batch.url}/results?format=ndjson`);
      expect([head.status, head.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);

      const csv = await team.get(`${batch.url}/results`, { headers: { Accept: "text/csv" } });
      const [header, ...rows] = String(csv.body).trimEnd().split("\r\n");
      expect(header).toBe("_row,_outcome,_recordId,_matchedBy,_code,_message,_warnings,_rejected");
      expect(rows).toHaveLength(8);
      expect(rows[3]).toMatch(/^4,updated,ctc_\w{17},email,,,OWNER_NOT_FOUND contactOwner,$/);
    });

    test("the CSV of rejected rows has what they gave, as an upload takes it", async () => {
      const { team, batch } = await filled();
      const csv = await team.get(`${batch.url}/results?outcome=rejected&format=csv`);
      expect(csv.headers.get("content-disposition")).toBe('attachment; filename="rejected.csv"');
      expect(csv.body).toBe(
        [
          "email,additionalEmails,firstName,lastName,Seniority,_row,_line,_code,_message",
          `jane@,,'=1+1,,,6,,INVALID_EMAIL,"Line 7: no, ""no""."`,
          '"joan@\nexample.com",a@;b@example.com,,,3,7,,INVALID_EMAIL,Line 2: no.',
          ",,,,,8,,INVALID_EMAIL,Line 2: no.",
          "",
        ].join("\r\n"),
      );
    });

    test("that CSV has as many columns as an upload, whatever the rows named, and is mended and sent again", async () => {
      const { team, batch } = await newBatch();
      const inputOf = (row: number) => ({
        email: `many${row}@example.com`,
        ...Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`unknown ${row} ${n}`, "x".repeat(50)])),
      });
      const rows = Array.from({ length: 400 }, (_, row) => row);
      await batch.reject(Object.fromEntries(rows.map((row) => [row, { input: inputOf(row) }])));
      await batch.end();
      const csv = await team.get(`${batch.url}/results?outcome=rejected&format=csv`);
      const [header = ""] = String(csv.body).split("\r\n", 1);
      expect(header.split(",")).toHaveLength(1_000);
      expect(header.split(",").slice(-7)).toEqual([
        "_input",
        "_ignored",
        "_raw",
        "_row",
        "_line",
        "_code",
        "_message",
      ]);
      const headers = { "Content-Type": "text/csv" };
      const again = await team.request("POST", "/api/contacts/batch?ignoreUnknownColumns=true", {
        raw: String(csv.body),
        headers,
      });
      expect(again).toMatchObject({ status: 202, body: { rows: { read: 400, accepted: 400 } } });
    });

    test("of a job of a single request are one row, or none yet", async () => {
      const team = await stack().newTeam();
      const { job } = (await team.contact({ email: "jane@example.com" })).body;
      const { body } = await team.get(`${job.url}/results?outcome=created`);
      expect(JobResults.parse(body).data).toMatchObject([{ row: 0, outcome: "created", action: "upsert" }]);
      const missing = (await team.acceptedContact({ contactId: "ctc_Nx4qJwS0dV2bTzK8m" }, { headers: ASYNC }))
        .body;
      await team.job(missing.job.id, 30);
      const csv = await team.get(`${missing.job.url}/results?outcome=rejected&format=csv`);
      expect(String(csv.body).split("\r\n")[1]).toMatch(/^1,,CONTACT_NOT_FOUND_BY_ID,./);
    });

    test("many rows are streamed, and what the client doesn't take isn't read", async () => {
      const { team, batch } = await newBatch();
      for (let from = 0; from < 3_000; from += 500) await batch.commitRows(from, from + 500);
      const { body } = await team.get(`${batch.url}/results?format=ndjson&outcome=created`);
      const rows = String(body)
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).row);
      expect(rows).toEqual(Array.from({ length: 3_000 }, (_, i) => i));
      const response = await fetch(`${stack().api.url}${batch.url}/results?format=csv`, {
        headers: { Authorization: basic("", team.key) },
      });
      await response.body?.cancel();
      expect((await team.job(batch.id)).counts.created).toBe(3_000);
    });
  });

  describe("POST /api/jobs/{id}/cancel", () => {
    test("under load: nothing is applied once it has answered, and the counts add up", async () => {
      const { team, batch } = await newBatch();
      await batch.take(0, 400);
      const state = { stopped: false };
      const lane = async (first: number) => {
        for (let row = first; row < 400 && !state.stopped; row += 40) await batch.commitRows(row, row + 10);
      };
      const committing = Promise.all([lane(0), lane(10)]);
      await until("the first rows", 10_000, async () => (await team.job(batch.id)).counts.created > 0);
      const answer = await post(team, `${batch.url}/cancel`);
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
      await batch.commitRows(0, 400);
      expect(await count()).toBe(created);
      expect(await team.job(batch.id)).toEqual(job);
      const { message } = refused(await post(team, `${batch.url}/cancel`), 409, "JOB_ENDED");
      expect(message).toBe("The job has ended already: it is cancelled.");
    });

    test("of several at once one cancels", async () => {
      const { team, batch } = await newBatch();
      const answers = await Promise.all(Array.from({ length: 5 }, () => post(team, `${batch.url}/cancel`)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200, 409, 409, 409, 409,
      ]);
    });
  });

  describe("POST /api/jobs/{id}/retry", () => {
    test("sends the rejected rows again as a job of their own, judged anew", async () => {
      const { team, batch } = await newBatch();
      await batch.take(0, 6);
      await batch.commitRows(0, 1);
      refused(await post(team, `${batch.url}/retry`), 409, "JOB_NOT_ENDED");
      await batch.reject({
        1: { code: "INVALID_FIELD", input: { email: "jane@example.com", Seniority: 3 } },
        2: { input: { email: "jane@" } },
        3: { code: "UNREADABLE" },
        4: { input: { email: "joan@example.com", source: "fair", firstName: "J\uFFFD" } },
        5: { input: { email: "jean@example.com", firstName: "J\uFFFD" }, inputAltered: true },
      });
      await batch.end();
      await team.post("/api/fields", { entity: "contact", name: "Seniority", type: "number" });
      const answer = await post(team, `${batch.url}/retry`);
      expect(answer.status).toBe(202);
      const { id, url } = Object(answer.body).job;
      expect(answer.headers.get("location")).toBe(url);
      expect(answer.body).toMatchObject({ rows: { read: 4, accepted: 2, rejected: 2 } });
      const job = await ended(team, id);
      expect(job).toMatchObject({
        status: "completed_with_errors",
        retryOf: batch.id,
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
          message: `Row 2 of ${batch.id}: email must be an e-mail address.`,
          input: { email: "jane@" },
        },
        // Applied, it would write what nobody sent.
        { row: 3, code: "INVALID_EMAIL", input: { firstName: "J\uFFFD" } },
      ]);
    });

    test("nothing to retry is a conflict", async () => {
      const { team, batch } = await newBatch();
      await batch.take(0, 2);
      await batch.commitRows(0, 1);
      await batch.reject({ 1: { code: "UNREADABLE" } });
      await batch.end();
      refused(await post(team, `${batch.url}/retry`), 409, "NOTHING_TO_RETRY");
      expect(JobList.parse((await team.get("/api/jobs")).body).data).toHaveLength(1);
    });

    test("rows that name somebody who was deleted since are gone, and the answer says so", async () => {
      const { team, batch } = await newBatch();
      await team.contact({ email: "jane@example.com", linkedinUrl: "linkedin.com/in/jane" });
      await batch.take(0, 3);
      await batch.reject({
        0: { input: { email: "Jane <JANE@example.com>", phone: "+1 99 99" } },
        1: { input: { linkedinUrl: "https://uk.linkedin.com/in/Jane/", Seniority: 3 } },
        2: { input: { email: "joan@example.com" } },
      });
      await batch.end();
      expect((await team.request("DELETE", "/api/contacts/jane@example.com")).status).toBe(200);
      const { body: results } = await team.get(`${batch.url}/results`);
      expect(JobResults.parse(results).data.map(({ inputDropped }) => inputDropped)).toEqual([
        "erased",
        "erased",
        undefined,
      ]);
      const answer = await post(team, `${batch.url}/retry`);
      expect(answer.body).toMatchObject({ rows: { read: 1, accepted: 1, rejected: 0, notKept: 2 } });
      await ended(team, Object(answer.body).job.id);
      refused(await team.get("/api/contacts/jane@example.com"), 404, "NOT_FOUND");
      await team.request("DELETE", "/api/contacts/joan@example.com");
      const { error } = refused(await post(team, `${batch.url}/retry`), 409, "NOTHING_TO_RETRY");
      expect(error.message).toContain("Nothing is kept");
    });

    test("of many rows is one job, in order", async () => {
      const { team, batch } = await newBatch();
      const rows = Array.from(
        { length: 2_500 },
        (_, i) => [i, { input: { email: `r${i}@example.com` } }] as const,
      );
      await batch.take(0, rows.length);
      await batch.reject(Object.fromEntries(rows));
      await batch.end();
      const answer = await post(team, `${batch.url}/retry`);
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

  describe("GET /api/jobs/{id}/events", () => {
    test("an EventSource follows a job from start to end, across a cut connection", async () => {
      const { team, batch } = await newBatch();
      await using proxy = await startFrailProxy(stack().api.url);
      using following = follow(`${proxy.url}${batch.url}/events`, team.key);
      const { events: told, asked } = following;
      const sees = (what: string, isThat: (job: Job) => boolean) =>
        until(what, 15_000, async () => told.some(({ job }) => isThat(job)));
      await sees("the start", ({ status }) => status === "queued");
      await batch.take(0, 30);
      await batch.commitRows(0, 10);
      await sees("the first rows", ({ counts }) => counts.created === 10);
      const lastSeen = told.at(-1)?.id;
      proxy.cut();
      // While nobody listens.
      await batch.commitRows(10, 20);
      await until("another request", 15_000, async () => asked.length === 2);
      expect(asked).toEqual([undefined, lastSeen]);
      await sees("what was missed", ({ counts }) => counts.created === 20);
      await batch.commitRows(20, 30);
      await batch.end();
      await following.ended;
      const names = told.map(({ name }) => name);
      expect(names.indexOf("end")).toBe(names.length - 1);
      expect(told.at(-1)?.job).toMatchObject({ status: "completed", counts: { total: 30, created: 30 } });
      expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
      const created = told.map(({ job }) => job.counts.created);
      expect(created).toEqual(created.toSorted((a, b) => a - b));
      expect(told.at(-1)?.job).toEqual(await team.job(batch.id));
    });

    test("the API stops while it is followed, and another one goes on", async () => {
      const { team, batch } = await newBatch();
      await batch.take(0, 2);
      await batch.commitRows(0, 1);
      // The new process has another port, as it is behind a proxy.
      const before = await events(team, batch, {});
      expect(before.text).toContain("event: progress");
      const [, lastSeen = ""] = /^id: (.*)$/m.exec(before.text) ?? [];
      const started = performance.now();
      await stack().stopApi();
      expect(performance.now() - started).toBeLessThan(6_000);
      // It ended by itself, without an end of the job.
      await expect(before.rest()).resolves.not.toContain("event: end");
      await stack().startApi();
      const after = await events(team, batch, { "Last-Event-ID": lastSeen });
      // Nothing happened: nothing is told again.
      expect(after.text).toBe("retry: 2000\n\n");
      await batch.commitRows(1, 2);
      await batch.end();
      const rest = await after.rest();
      expect(rest.match(/^event: end$/gm)).toHaveLength(1);
      expect(rest.endsWith("\n\n")).toBe(true);
    });

    test("a job that has ended is told of at once, whatever was seen before", async () => {
      const { team, batch } = await newBatch();
      await batch.end();
      await until("the end", 10_000, async () => (await team.job(batch.id)).finishedAt !== undefined);
      const first = await team.get(`${batch.url}/events`);
      expect(first.headers.get("content-type")).toBe("text/event-stream");
      expect(first.headers.get("cache-control")).toBe("no-store");
      const [, id = ""] = /^id: (.*)$/m.exec(String(first.body)) ?? [];
      expect(String(first.body)).toMatch(/^retry: 60000\nevent: end\nid: \S+\ndata: \{.*\}\n\n$/);
      const again = await team.get(`${batch.url}/events`, { headers: { "Last-Event-ID": id } });
      expect(again.body).toBe(first.body);
    });

    /** The first chunk of an answer, and then the rest. */
    async function events(
      team: { key: string },
      batch: MadeBatch,
      headers: Readonly<Record<string, string>>,
    ) {
      const response = await fetch(`${stack().api.url}${batch.url}/events`, {
        headers: { Authorization: basic("", team.key), ...headers },
      });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      const text = (await reader?.read())?.value ?? "";
      return {
        text,
        async rest() {
          let rest = "";
          for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
            rest += part.value;
          return rest;
        },
      };
    }
  });

  const ROUTES = [
    ["GET", ""],
    ["GET", "/results"],
    ["GET", "/results?format=csv"],
    ["GET", "/events"],
    ["POST", "/cancel"],
    ["POST", "/retry"],
  ] as const;

  describe("whose job it is", () => {
    test.each(ROUTES)(
      "%s /api/jobs/{id}%s of another team answers like one that nobody has",
      async (method, path) => {
        const { batch } = await newBatch();
        await batch.take(0, 1);
        await batch.reject({ 0: { input: { email: "jane@" } } });
        const other = await stack().newTeam();
        const foreign = await other.request(method, batch.url + path);
        refused(foreign, 404, "NOT_FOUND");
        const { id: unknown } = await makeBatch(stack(), await stack().newTeam());
        expect((await other.request(method, `/api/jobs/${unknown}${path}`)).body).toEqual(foreign.body);
        expect((await other.request(method, `/api/jobs/job_1${path}`)).body).toEqual(foreign.body);
      },
    );

    test.each(ROUTES)("%s /api/jobs/{id}%s past the retention is gone", async (method, path) => {
      const team = await stack().newTeam();
      const acceptedAt = Date.now() - 31 * 86_400_000;
      const id = createJobIds(JOB_ID_SECRET).issue(team.teamId, acceptedAt);
      refused(await team.request(method, `/api/jobs/${id}${path}`), 410, "JOB_EXPIRED");
    });

    test("a single request's job can't be cancelled, retried or followed", async () => {
      const team = await stack().newTeam();
      const { url } = (await team.contact({ email: "jane@example.com" })).body.job;
      for (const [method, path] of [
        ["POST", "/cancel"],
        ["POST", "/retry"],
        ["GET", "/events"],
      ] as const)
        refused(await team.request(method, url + path), 409, "JOB_NOT_BATCH");
    });

    test("reading another key's needs read, cancelling and retrying it admin", async () => {
      const { team, batch } = await newBatch();
      await batch.end();
      const [upload, read] = await Promise.all(
        (["upload", "read"] as const).map(async (scope) => {
          const { teamId, userId } = team;
          const { key } = await createKey(stack().db, { teamId, userId, name: scope, scopes: [scope] });
          return stack().clientWith(key);
        }),
      );
      for (const [method, path] of ROUTES) {
        expect((await upload?.request(method, batch.url + path))?.status).toBe(404);
        const answer = await read?.request(method, batch.url + path);
        expect(answer?.status).toBe(method === "POST" ? 403 : 200);
        expect([200, 409]).toContain((await team.request(method, batch.url + path)).status);
      }
    });

    test("a key without admin can't retry what it may not ask for", async () => {
      const team = await stack().newTeam();
      const { teamId, userId } = team;
      const { key } = await createKey(stack().db, {
        teamId,
        userId,
        name: "sync",
        scopes: ["upload", "read"],
      });
      for (const options of [{ dryRun: true }, { onConflict: "merge" }] as const) {
        const { url } = await makeBatch(stack(), team, { options });
        refused(await post(stack().clientWith(key), `${url}/retry`), 403, "FORBIDDEN");
        refused(await post(team, `${url}/retry`), 409, "JOB_NOT_ENDED");
      }
    });
  });
});
