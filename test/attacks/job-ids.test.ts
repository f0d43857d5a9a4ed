import { createJobIds } from "@onefold/identity";
import { createKey } from "@onefold/records";
import { sql } from "kysely";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { makeUpload } from "../e2e/upload-jobs/support/made-upload.ts";
import { refused } from "../e2e/support/client.ts";
import { useStack } from "../e2e/support/on-each-backend.ts";
import { times } from "../support/thorough.ts";
import { JOB_ID_SECRET } from "../e2e/support/stack.ts";
import type { TestTeam } from "../e2e/support/stack.ts";
import { namesOf, UNKNOWN } from "../e2e/tenancy/support/names.ts";
import { rowsOfTeam } from "../e2e/tenancy/support/team-rows.ts";
import { altered, everyChange, everyCut } from "./support/alterations.ts";
import { GUARDED, requestOf } from "./support/route-requests.ts";

/** A job's id is one that was given out to the team, as it was: what else is asked for is nobody's. */
const stack = useStack();

/** Every route that names a job in its path. */
const ROUTES_OF_JOBS = GUARDED.filter((route) =>
  requestOf(route, { ...UNKNOWN, job: "job_x", mergeJob: "job_x" }).path.includes("job_x"),
);

let ours: TestTeam;
/** Of the key that administers, and of one that doesn't, whose ids say that they are its own. */
let issued: Readonly<Record<"the team's" | "a key's own", string>>;
let theirs: readonly string[];

beforeAll(async () => {
  ours = await stack().newTeam();
  const { teamId, userId } = ours;
  const { key } = await createKey(stack().db, { teamId, userId, name: "posts", scopes: ["ingest"] });
  const posted = await stack().clientWith(key).contact({ email: "jane@example.com" });
  issued = { "the team's": (await makeUpload(stack(), ours)).id, "a key's own": posted.body.job.id };
  const other = await stack().newTeam();
  const their = await namesOf(stack(), other, "their");
  theirs = [their.job, their.mergeJob, their.companyMergeJob, (await makeUpload(stack(), other)).id];
});

/** Asks every route for a job of this id. */
async function askFor(id: string) {
  const named = { ...UNKNOWN, job: id, mergeJob: id };
  return await Promise.all(
    ROUTES_OF_JOBS.map(async (route) => {
      const { method, path } = requestOf(route, named);
      return { route, answer: await ours.request(method, path) };
    }),
  );
}

async function expectUnknown(id: string): Promise<void> {
  for (const { route, answer } of await askFor(id)) {
    // An empty name, or one of dots, is another path; one that is too long is no request.
    const isPath = /^$|^\.{1,2}$/.test(id);
    if (isPath) expect([404, 405, ...(route.method === "GET" ? [200] : [])], id).toContain(answer.status);
    else refused(answer, 404, "NOT_FOUND");
  }
}

test("there are routes of jobs, and each knows the ids that were given out", async () => {
  expect(ROUTES_OF_JOBS.length).toBeGreaterThanOrEqual(7);
  const ids = createJobIds(JOB_ID_SECRET);
  for (const id of Object.values(issued)) expect(ids.read(ours.teamId, id)).toBeDefined();
  for (const { answer } of await askFor(issued["a key's own"])) expect(answer.status).not.toBe(500);
});

test.each(["the team's", "a key's own"] as const)(
  "%s id with any one character changed, or cut anywhere, was never given out",
  async (whose) => {
    const ids = createJobIds(JOB_ID_SECRET);
    const id = issued[whose];
    for (const other of [...everyChange(id), ...everyCut(id)])
      expect(ids.read(ours.teamId, other), other).toBeUndefined();
    for (const other of everyCut(id)) await expectUnknown(other);
  },
);

test("another team's ids, altered ones and made-up ones are nobody's on every route, and leave nothing behind", async () => {
  const before = await rowsOfTeam(stack().db, ours.teamId);
  for (const id of theirs) await expectUnknown(id);
  for (const id of Object.values(issued))
    await fc.assert(fc.asyncProperty(altered(id), expectUnknown), { numRuns: times(20, 100) });
  expect(await rowsOfTeam(stack().db, ours.teamId)).toEqual(before);
  const { rows } =
    await sql`select from jobs where team_id <> ${ours.teamId} and status = 'cancelled'`.execute(stack().db);
  expect(rows).toEqual([]);
});
