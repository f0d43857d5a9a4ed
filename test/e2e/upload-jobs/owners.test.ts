import { createJobIds } from "@onefold/identity";
import { createKey } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { JOB_ID_SECRET } from "../support/stack.ts";
import { makeUpload, newUpload } from "./support/made-upload.ts";

onEachSharedStack((stack) => {
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
        const { upload } = await newUpload(stack());
        await upload.take(0, 1);
        await upload.reject({ 0: { input: { email: "jane@" } } });
        const other = await stack().newTeam();
        const foreign = await other.request(method, upload.url + path);
        refused(foreign, 404, "NOT_FOUND");
        const { id: unknown } = await makeUpload(stack(), await stack().newTeam());
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
      const { team, upload } = await newUpload(stack());
      await upload.end();
      const [uploader, reader] = await Promise.all(
        (["upload", "read"] as const).map(async (scope) => {
          const { teamId, userId } = team;
          const { key } = await createKey(stack().db, { teamId, userId, name: scope, scopes: [scope] });
          return stack().clientWith(key);
        }),
      );
      for (const [method, path] of ROUTES) {
        expect((await uploader?.request(method, upload.url + path))?.status).toBe(404);
        const answer = await reader?.request(method, upload.url + path);
        expect(answer?.status).toBe(method === "POST" ? 403 : 200);
        expect([200, 409]).toContain((await team.request(method, upload.url + path)).status);
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
        const { url } = await makeUpload(stack(), team, { options });
        refused(await stack().clientWith(key).request("POST", `${url}/retry`), 403, "FORBIDDEN");
        refused(await team.request("POST", `${url}/retry`), 409, "JOB_NOT_ENDED");
      }
    });
  });
});
