import type { Job } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { basic } from "../support/client.ts";
import { onEachBackend } from "../support/on-each-backend.ts";
import { until } from "../support/until.ts";
import { follow } from "./support/follow.ts";
import { startFrailProxy } from "./support/frail-proxy.ts";
import { makeUpload } from "./support/made-upload.ts";
import type { MadeUpload } from "./support/made-upload.ts";

onEachBackend((stack) => {
  async function newUpload() {
    const team = await stack().newTeam();
    return { team, upload: await makeUpload(stack(), team) };
  }

  describe("GET /api/jobs/{id}/events", () => {
    test("an EventSource follows a job from start to end, across a cut connection", async () => {
      const { team, upload } = await newUpload();
      await using proxy = await startFrailProxy(stack().api.url);
      using following = follow(`${proxy.url}${upload.url}/events`, team.key);
      const { events: told, asked } = following;
      const sees = (what: string, isThat: (job: Job) => boolean) =>
        until(what, 15_000, async () => told.some(({ job }) => isThat(job)));
      await sees("the start", ({ status }) => status === "queued");
      await upload.take(0, 30);
      await upload.commitRows(0, 10);
      await sees("the first rows", ({ counts }) => counts.created === 10);
      const lastSeen = told.at(-1)?.id;
      proxy.cut();
      // While nobody listens.
      await upload.commitRows(10, 20);
      await until("another request", 15_000, async () => asked.length === 2);
      expect(asked).toEqual([undefined, lastSeen]);
      await sees("what was missed", ({ counts }) => counts.created === 20);
      await upload.commitRows(20, 30);
      await upload.end();
      await following.ended;
      const names = told.map(({ name }) => name);
      expect(names.indexOf("end")).toBe(names.length - 1);
      expect(told.at(-1)?.job).toMatchObject({ status: "completed", counts: { total: 30, created: 30 } });
      expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
      const created = told.map(({ job }) => job.counts.created);
      expect(created).toEqual(created.toSorted((a, b) => a - b));
      expect(told.at(-1)?.job).toEqual(await team.job(upload.id));
    });

    test("the API stops while it is followed, and another one goes on", async () => {
      const { team, upload } = await newUpload();
      await upload.take(0, 2);
      await upload.commitRows(0, 1);
      // The new process has another port, as it is behind a proxy.
      const before = await events(team, upload, {});
      expect(before.text).toContain("event: progress");
      const [, lastSeen = ""] = /^id: (.*)$/m.exec(before.text) ?? [];
      const started = performance.now();
      await stack().stopApi();
      expect(performance.now() - started).toBeLessThan(6_000);
      // It ended by itself, without an end of the job.
      await expect(before.rest()).resolves.not.toContain("event: end");
      await stack().startApi();
      const after = await events(team, upload, { "Last-Event-ID": lastSeen });
      // Nothing happened: nothing is told again.
      expect(after.text).toBe("retry: 2000\n\n");
      await upload.commitRows(1, 2);
      await upload.end();
      const rest = await after.rest();
      expect(rest.match(/^event: end$/gm)).toHaveLength(1);
      expect(rest.endsWith("\n\n")).toBe(true);
    });

    test("a job that has ended is told of at once, whatever was seen before", async () => {
      const { team, upload } = await newUpload();
      await upload.end();
      await until("the end", 10_000, async () => (await team.job(upload.id)).finishedAt !== undefined);
      const first = await team.get(`${upload.url}/events`);
      expect(first.headers.get("content-type")).toBe("text/event-stream");
      expect(first.headers.get("cache-control")).toBe("no-store");
      const [, id = ""] = /^id: (.*)$/m.exec(String(first.body)) ?? [];
      expect(String(first.body)).toMatch(/^retry: 60000\nevent: end\nid: \S+\ndata: \{.*\}\n\n$/);
      const again = await team.get(`${upload.url}/events`, { headers: { "Last-Event-ID": id } });
      expect([again.status, again.body]).toEqual([204, ""]);
      // Of another state it has seen nothing.
      const other = await team.get(`${upload.url}/events`, { headers: { "Last-Event-ID": `${id}0` } });
      expect(other.body).toBe(first.body);
    });

    /** The first chunk of an answer, and then the rest. */
    async function events(
      team: { key: string },
      upload: MadeUpload,
      headers: Readonly<Record<string, string>>,
    ) {
      const response = await fetch(`${stack().api.url}${upload.url}/events`, {
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
});
