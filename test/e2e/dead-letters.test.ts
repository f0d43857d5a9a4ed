import { DeadLetter, DeadLetterList, DeadLetterOutcome, Job } from "@onefold/contract";
import { beforeEach, expect, test } from "vitest";
import { refuseIndustry, REFUSED_INDUSTRY, takeIndustry } from "../support/refused-industry.ts";
import { refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import { newUpload } from "./upload-jobs/support/made-upload.ts";

const stack = useStack();
beforeEach(() => refuseIndustry(stack().db));

const JANE = { email: "jane@example.com", firstName: "Jane" };
const BAD = { ...JANE, industry: REFUSED_INDUSTRY };

async function listed(team: Client, query = ""): Promise<DeadLetterList> {
  const { status, body } = await team.get(`/api/dead-letters${query}`);
  expect(status).toBe(200);
  return DeadLetterList.parse(body);
}

/** Sends what the database refuses, through the queue and a worker, and gives its letter. */
async function dead(team: Client, body: object = BAD): Promise<DeadLetterList["data"][number]> {
  refused(await team.post("/api/contacts", body), 422, "UNPROCESSABLE");
  const [newest] = (await listed(team)).data;
  if (!newest) throw new Error("there is no letter");
  return newest;
}

const outcomeOf = ({ status, body }: { status: number; body: unknown }) => {
  expect(status).toBe(200);
  return DeadLetterOutcome.parse(body).data;
};

test("a refused request is a dead letter, of its team alone: listed without what it gave, and read with it", async () => {
  const team = await stack().newTeam();
  expect(await listed(team)).toEqual({ data: [], limit: 50 });
  const letter = await dead(team);
  expect(letter).toMatchObject({
    row: 0,
    entity: "contact",
    code: "UNPROCESSABLE",
    cause: { sqlState: "23514", constraint: "refused_industry" },
    tries: 1,
  });
  expect(JSON.stringify(letter)).not.toMatch(/jane|refused"/i);
  const { body } = await team.get(letter.url);
  expect(DeadLetter.parse(body)).toEqual({ ...letter, body: BAD, canReplay: true });
  const other = await stack().newTeam();
  expect((await listed(other)).data).toEqual([]);
  for (const [method, path] of [
    ["GET", letter.url],
    ["POST", `${letter.url}/replay`],
    ["DELETE", letter.url],
  ] as const)
    refused(await other.request(method, path), 404, "NOT_FOUND");
  refused(await other.request("PUT", letter.url, { body: JANE }), 404, "NOT_FOUND");
});

test("pages go on where the one before ended", async () => {
  const team = await stack().newTeam();
  const urls: string[] = [];
  for (const name of ["a", "b", "c"])
    urls.unshift((await dead(team, { ...BAD, email: `${name}@example.com` })).url);
  const first = await listed(team, "?limit=2");
  const second = await listed(team, `?limit=2&cursor=${first.nextCursor ?? ""}`);
  expect([...first.data, ...second.data].map(({ url }) => url)).toEqual(urls);
  expect(second.nextCursor).toBeUndefined();
  const foreign = await (await stack().newTeam()).get(`/api/dead-letters?cursor=${first.nextCursor}`);
  refused(foreign, 400, "INVALID_REQUEST");
});

test("it is replayed as it is once nothing refuses it: under its own job, once, and what came since stands", async () => {
  const team = await stack().newTeam();
  const letter = await dead(team, { ...BAD, jobTitle: "CTO" });
  const { message } = refused(await team.request("POST", `${letter.url}/replay`), 422, "UNPROCESSABLE");
  expect(message).toContain("SQLSTATE 23514, constraint refused_industry");
  expect((await team.get(letter.url)).body).toMatchObject({ tries: 2, triedAt: expect.any(String) });
  await takeIndustry(stack().db);
  await team.contact({ email: JANE.email, jobTitle: "CEO" });
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => team.request("POST", `${letter.url}/replay`)),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404, 404, 404]);
  const { fields } = await team.readContact(JANE.email);
  expect(fields).toEqual({ firstName: "Jane", industry: REFUSED_INDUSTRY, jobTitle: "CEO" });
  expect(Job.parse((await team.get(letter.job.url)).body)).toMatchObject({
    status: "completed",
    result: { success: true },
  });
  expect((await listed(team)).data).toEqual([]);
});

test("it is mended: judged as a new request is, and kept as it was where that is refused", async () => {
  const team = await stack().newTeam();
  const letter = await dead(team);
  const put = (body: object, query = "") => team.request("PUT", `${letter.url}${query}`, { body });
  refused(await put({ ...JANE, email: "no" }), 400, "INVALID_EMAIL");
  refused(await put({ ...JANE, favouriteColour: "red" }), 400, "INVALID_FIELD");
  refused(await put(JANE, "?entity=company"), 400, "INVALID_REQUEST");
  refused(await put(BAD), 422, "UNPROCESSABLE");
  expect((await team.get(letter.url)).body).toMatchObject({ body: BAD, tries: 2 });
  expect(outcomeOf(await put({ ...JANE, industry: "Software" }))).toMatchObject({
    row: 0,
    outcome: "created",
    clock: letter.clock,
  });
  expect((await team.readContact(JANE.email)).fields).toEqual({ firstName: "Jane", industry: "Software" });
  refused(await put(JANE), 404, "NOT_FOUND");
});

test("it is dropped: its job says by whom, and nothing of it is kept", async () => {
  const team = await stack().newTeam();
  const letter = await dead(team);
  const dropped = outcomeOf(await team.request("DELETE", letter.url));
  expect(dropped).toMatchObject({ outcome: "rejected", code: "DROPPED" });
  expect(dropped.message).toContain(team.userId);
  expect((await team.get(letter.job.url)).body).toMatchObject({
    status: "failed",
    result: { error: { code: "DROPPED" } },
  });
  refused(await team.request("DELETE", letter.url), 404, "NOT_FOUND");
  expect((await listed(team)).data).toEqual([]);
});

test("a row of an upload is one once its job has ended, which counts it anew; what can't be read is given a body", async () => {
  const { team, upload } = await newUpload(stack());
  await upload.take(0, 3);
  await upload.commit([upload.item(0), upload.item(1, { set: { industry: REFUSED_INDUSTRY } })]);
  await upload.reject({
    2: { code: "UNREADABLE", message: "no", input: { _raw: '{"who":"?"}' }, letter: { tries: 1 } },
  });
  const [unreadable, row] = (await listed(team)).data;
  if (!unreadable || !row) throw new Error("there are two");
  refused(await team.request("PUT", row.url, { body: JANE }), 409, "JOB_NOT_ENDED");
  await upload.end();
  await team.request("PUT", row.url, { body: JANE });
  expect(await team.job(upload.id)).toMatchObject({
    status: "completed_with_errors",
    counts: { created: 2, rejected: 1 },
    rejections: [{ code: "UNREADABLE", rows: 1 }],
  });
  expect((await team.get(unreadable.url)).body).toMatchObject({ raw: '{"who":"?"}', canReplay: false });
  refused(await team.request("POST", `${unreadable.url}/replay`), 422, "UNREADABLE");
  outcomeOf(await team.request("PUT", unreadable.url, { body: { email: "joan@example.com" } }));
  expect(await team.job(upload.id)).toMatchObject({
    status: "completed",
    counts: { created: 3, rejected: 0 },
  });
});

test("who was deleted since is in none", async () => {
  const team = await stack().newTeam();
  await team.contact(JANE);
  const letter = await dead(team, { ...BAD, email: "other@example.com", tagline: `like ${JANE.email}` });
  expect((await team.request("DELETE", `/api/contacts/${JANE.email}`)).status).toBe(200);
  refused(await team.get(letter.url), 404, "NOT_FOUND");
  expect((await listed(team)).data).toEqual([]);
});
