import { JobList } from "@onefold/contract";
import { endJobs } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { makeUpload, newUpload } from "./support/made-upload.ts";

const NONE = { pending: 0, created: 0, updated: 0, unmodified: 0, rejected: 0, cancelled: 0, conflicts: 0 };

onEachSharedStack((stack) => {
  describe("GET /api/jobs/{id}", () => {
    test("of an upload says how far it is, and how it ended", async () => {
      const { team, upload } = await newUpload(stack());
      expect(await team.job(upload.id)).toMatchObject({
        id: upload.id,
        kind: "batch",
        entity: "contact",
        status: "queued",
        counts: { ...NONE, total: 0 },
        progress: 0,
        upload: { status: "open", rows: 0 },
        options: { onConflict: "prefer", dryRun: false },
        links: {
          results: `${upload.url}/results`,
          events: `${upload.url}/events`,
          cancel: `${upload.url}/cancel`,
        },
      });
      await upload.take(0, 4);
      await upload.commitRows(0, 1);
      const active = await team.job(upload.id);
      expect(active).toMatchObject({
        status: "active",
        progress: 0.25,
        counts: { total: 4, pending: 3 },
        upload: { rows: 4 },
      });
      // More rows may come: nobody knows.
      expect(active).not.toHaveProperty("estimatedEndAt");
      await upload.complete();
      const { acceptedAt, estimatedEndAt = "" } = await team.job(upload.id);
      expect(Date.parse(estimatedEndAt)).toBeGreaterThan(Date.now());
      // Three times as long as it took for one.
      expect(Date.parse(estimatedEndAt) - Date.parse(acceptedAt)).toBeLessThan(60_000);
      await upload.commitRows(1, 3);
      await upload.reject({ 3: {} });
      await upload.end();
      const ended = await team.job(upload.id, 10);
      expect(ended).toMatchObject({
        status: "completed_with_errors",
        progress: 1,
        counts: { ...NONE, total: 4, created: 3, rejected: 1 },
        links: { retry: `${upload.url}/retry` },
      });
      expect(ended.links).not.toHaveProperty("cancel");
      expect(ended).not.toHaveProperty("estimatedEndAt");
      expect(ended).not.toHaveProperty("result");
      expect(await team.job(upload.id)).toEqual(ended);
    });

    test("with wait it answers at the end, or when the time is over", async () => {
      const { team, upload } = await newUpload(stack());
      await upload.take(0, 1);
      const early = await team.job(upload.id, 1);
      expect(early.status).toBe("queued");
      const waiting = team.job(upload.id, 30);
      await upload.commitRows(0, 1);
      await upload.end();
      expect((await waiting).status).toBe("completed");
    });

    test("says why an upload broke off", async () => {
      const { team, upload } = await newUpload(stack());
      await upload.breakOff();
      await endJobs(stack().db);
      expect(await team.job(upload.id, 10)).toMatchObject({
        status: "failed",
        upload: { status: "broken", rows: 0, problem: "The connection broke off." },
      });
    });
  });

  describe("GET /api/jobs", () => {
    test("lists the team's uploads, newest first, by pages and by status", async () => {
      const { team, upload: first } = await newUpload(stack());
      await team.contact({ email: "jane@example.com" });
      const [second, third] = [await makeUpload(stack(), team), await makeUpload(stack(), team)];
      await team.request("POST", `${second.url}/cancel`);
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
});
