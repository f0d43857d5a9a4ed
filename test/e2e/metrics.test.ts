import { findFreePort } from "@onefold/embedded";
import { Liveness, Readiness } from "@onefold/contract";
import type { Scope } from "@onefold/contract";
import { createKey, noteWatermark } from "@onefold/records";
import { expect, test } from "vitest";
import { startApp } from "../support/start-app.ts";
import { ASYNC, basic } from "./support/client.ts";
import { onEachBackend } from "./support/on-each-backend.ts";
import { until } from "./support/until.ts";

/** What Prometheus would read: each series with its value. */
async function scrape(url: string, key: string): Promise<Map<string, number>> {
  const answer = await fetch(`${url}/metrics`, { headers: { Authorization: basic("", key) } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(" ");
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

/** Only ours. */
function names(series: ReadonlyMap<string, number>): string[] {
  const bare = [...series.keys()].map((each) => each.replace(/\{.*/, ""));
  return [...new Set(bare)].filter((name) => name.startsWith("onefold_")).toSorted();
}

onEachBackend(
  (stack) => {
    test("API and worker count what was accepted, applied and answered, and name nobody", async () => {
      const team = await stack().newTeam();
      await using worker = await startWorker();
      await team.request("PUT", "/api/identity-rules", { body: { suspiciousAfter: 1 } });
      const shared = "https://www.linkedin.com/in/jane-example";
      await team.contact({ email: "jane@example.com", linkedinUrl: shared, firstName: "Jane" });
      await team.contact({ email: "jane@example.com", firstName: "Joan" });
      await team.contact({ email: "jane@example.com", firstName: "Joan" });
      await team.contact({ email: "john@example.com", linkedinUrl: "https://linkedin.com/in/undefined" });
      await team.company({ name: "Acme", domain: "acme.example" });
      // Jane's e-mail can't be John's too.
      await team.contact({ email: "john@example.com", additionalEmails: ["jane@example.com"] });
      await team.post("/api/contacts?onConflict=strict", {
        email: "john@example.com",
        additionalEmails: ["jane@example.com"],
      });
      const repeated = { headers: { "Idempotency-Key": "the-same" } };
      await team.contact({ email: "jim@example.com", linkedinUrl: shared }, repeated);
      await team.contact({ email: "jim@example.com", linkedinUrl: shared }, repeated);
      await team.get("/api/contacts/jane@example.com");
      await team.get("/api/contacts/nobody@example.com");
      await stack().anyone.get("/api/jobs/job_1");
      await team.get("/nowhere/jane@example.com");
      await team.request("PATCH", "/api/contacts");
      await fetch(`${stack().api.url}/livez`, { method: "PROPFIND" });
      await stack().anyone.get("/api/contacts/export");
      const authorization = { headers: { Authorization: `Bearer ${team.key}` } };
      await (await fetch(`${stack().api.url}/api/contacts/export`, authorization)).text();

      // A second old at most, and until then what this process added counts.
      await until("an empty queue", 10_000, async () => {
        return (
          (await scrape(stack().api.url, team.key)).get(
            'onefold_queue_waiting_chunks{queue="interactive"}',
          ) === 0
        );
      });
      const api = await scrape(stack().api.url, team.key);
      const answers = (route: string, method: string, status: number) =>
        api.get(
          `onefold_http_request_duration_seconds_count{route="${route}",method="${method}",status="${status}"}`,
        );
      expect(api.get('onefold_accepted_items_total{entity="contact"}')).toBe(7);
      expect(api.get('onefold_accepted_items_total{entity="company"}')).toBe(1);
      expect(api.get("onefold_idempotent_repeats_total")).toBe(1);
      expect(answers("/api/contacts", "POST", 201)).toBe(4);
      expect(answers("/api/contacts/:idOrEmail", "GET", 200)).toBe(1);
      expect(answers("/api/contacts/:idOrEmail", "GET", 404)).toBe(1);
      expect(answers("/api/jobs/:id", "GET", 401)).toBe(1);
      expect(answers("/api/contacts/export", "GET", 401)).toBe(1);
      expect(answers("/api/contacts/export", "GET", 200)).toBe(1);
      expect(answers("unknown", "GET", 404)).toBe(1);
      expect(answers("unknown", "PATCH", 405)).toBe(1);
      expect(answers("unknown", "other", 405)).toBe(1);
      expect(names(api)).toEqual([
        "onefold_accepted_items_total",
        "onefold_http_request_duration_seconds_bucket",
        "onefold_http_request_duration_seconds_count",
        "onefold_http_request_duration_seconds_sum",
        "onefold_idempotent_repeats_total",
        "onefold_lost_items_total",
        "onefold_queue_clock_ahead_seconds",
        "onefold_queue_oldest_chunk_age_seconds",
        "onefold_queue_waiting_chunks",
        "onefold_rate_limited_requests_total",
      ]);

      const applied = await scrape(worker.url, team.key);
      const outcome = (entity: string, name: string) =>
        applied.get(`onefold_applied_items_total{entity="${entity}",outcome="${name}"}`);
      expect(outcome("contact", "created")).toBe(3);
      expect(outcome("contact", "updated")).toBe(1);
      expect(outcome("contact", "unmodified")).toBe(2);
      expect(outcome("contact", "rejected")).toBe(1);
      expect(outcome("company", "created")).toBe(1);
      expect(applied.get('onefold_rejected_items_total{code="IDENTITY_CONFLICT"}')).toBe(1);
      for (const reason of ["duplicate", "placeholder", "suspicious"])
        expect(applied.get(`onefold_field_rejections_total{reason="${reason}"}`), reason).toBe(1);
      expect(applied.get("onefold_skipped_items_total")).toBe(0);
      expect(applied.get("onefold_held_batches")).toBe(0);
      for (const queue of ["interactive", "bulk"]) {
        expect(api.get(`onefold_queue_waiting_chunks{queue="${queue}"}`)).toBe(0);
        expect(applied.get(`onefold_queue_oldest_chunk_age_seconds{queue="${queue}"}`)).toBe(0);
      }
      expect([api.get("onefold_lost_items_total"), applied.get("onefold_lost_items_total")]).toEqual([0, 0]);
      await noteWatermark(stack().db, { passedBefore: 1_795_435_200_250, lookedAt: Date.now() });
      expect((await scrape(stack().api.url, team.key)).get("onefold_watermark_timestamp_seconds")).toBe(
        1_795_435_200.25,
      );
      expect(applied.get("onefold_batch_items_sum")).toBe(8);
      const batches = applied.get("onefold_batch_items_count");
      expect(batches).toBeGreaterThan(0);
      expect(applied.get("onefold_commit_duration_seconds_count")).toBe(batches);
      expect(applied.get("onefold_lock_wait_seconds_count")).toBe(0);

      for (const series of [...api.keys(), ...applied.keys()])
        for (const secret of ["@", "example", team.teamId, team.userId, team.key, "job_", "ctc_", "the-same"])
          expect(series).not.toContain(secret);
      expect([api.has("process_cpu_seconds_total"), applied.has("process_cpu_seconds_total")]).toEqual([
        true,
        true,
      ]);
    });

    test("the worker's health is told as the API's is: probes learn whether, keys that may read learn what", async () => {
      const team = await stack().newTeam();
      const { teamId, userId } = team;
      const keyWith = async (scope: Scope) =>
        (await createKey(stack().db, { teamId, userId, name: scope, scopes: [scope] })).key;
      const [reading, ingesting] = [await keyWith("read"), await keyWith("ingest")];
      await using worker = await startWorker();
      for (const url of [worker.url, stack().api.url]) {
        const ask = (path: string, key?: string) =>
          fetch(`${url}${path}`, key === undefined ? {} : { headers: { Authorization: `Bearer ${key}` } });
        const probe = await ask("/livez");
        expect(Liveness.parse(await probe.json())).toEqual({ status: "alive" });
        expect(probe.headers.get("x-content-type-options")).toBe("nosniff");
        for (const key of [team.key, reading]) {
          expect(await (await ask("/readyz", key)).json()).toEqual({ status: "ready", problems: [] });
          expect(await (await ask("/metrics", key)).text()).toContain("process_cpu_seconds_total");
        }
        for (const key of [undefined, "ofk_nobodys", "\x80".repeat(2_000), ingesting]) {
          const ready = await ask("/readyz", key);
          expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
          const numbers = await ask("/metrics", key);
          expect([401, 403]).toContain(numbers.status);
          expect(await numbers.text()).not.toContain("seconds");
        }
      }
    });

    test("HEALTH_DETAILS=public tells them everybody", async () => {
      const env = { HEALTH_DETAILS: "public" };
      await using worker = await startWorker(env);
      await using api = await startApp("api", { ...stack().env, ...env });
      for (const { url } of [worker, api]) {
        expect(Readiness.parse(await (await fetch(`${url}/readyz`)).json()).problems).toEqual([]);
        expect((await fetch(`${url}/metrics`)).status).toBe(200);
      }
    });

    test("a backlog shows in the API's gauges, with its age", async () => {
      const team = await stack().newTeam();
      await team.post("/api/contacts", { email: "waits@example.com" }, { headers: ASYNC });
      await until("its age", 20_000, async () => {
        const api = await scrape(stack().api.url, team.key);
        const age = api.get('onefold_queue_oldest_chunk_age_seconds{queue="interactive"}') ?? 0;
        return api.get('onefold_queue_waiting_chunks{queue="interactive"}') === 1 && age > 1 && age < 60;
      });
      await using worker = await startWorker();
      await until("none left", 20_000, async () => {
        return (await scrape(worker.url, team.key)).get("onefold_batch_items_sum") === 1;
      });
    });

    async function startWorker(env: Readonly<Record<string, string>> = {}) {
      const port = await findFreePort();
      const app = await startApp("worker", { ...stack().env, HEALTH_PORT: String(port), ...env });
      return {
        url: `http://127.0.0.1:${port}`,
        [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
      };
    }
  },
  { worker: false },
);
