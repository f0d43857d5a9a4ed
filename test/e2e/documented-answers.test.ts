import { createKey, createMember } from "@onefold/records";
import { createJobIds } from "@onefold/identity";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { everyAdminAnswer } from "./admin/support/every-answer.ts";
import { everyJobAnswer } from "./batch-jobs/support/every-job-answer.ts";
import { everyBatchAnswer } from "./batch/support/every-answer.ts";
import { ASYNC } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import { everyOperationAnswer } from "./operations/support/every-answer.ts";
import { everyReadAnswer } from "./reads/support/every-read-answer.ts";
import { JOB_ID_SECRET } from "./support/stack.ts";

const stack = useStack();

/** Promised, but not to be had by a request. */
const NOT_HERE = [
  // Other tests bring the store down, and hold the 503s against the document too.
  / 5\d\d$/,
  // Only for a key with a limit: rate-limits.test.ts.
  / 429$/,
  // Of an upload whose job is cancelled midway: batch.test.ts.
  /^POST \/api\/(?:contacts|companies)\/batch 409$/,
  // For Prometheus, and no JSON: metrics.test.ts.
  /^GET \/metrics /,
  // The database's foreign keys see to it that a key has a team.
  /^GET \/api\/team 404$/,
];

const OF_ADMIN = /^\w+ \/api\/(?:keys|users|team|fields|identity-rules)\b/;

test("every answer that the OpenAPI document promises can be had", async () => {
  const { db, anyone } = stack();
  const team = await stack().newTeam();
  const blocked = await blockedClient(team.teamId);
  // A value that the edge lets pass and the database refuses.
  for (const table of ["contacts", "companies"])
    await sql`alter table ${sql.table(table)} add check (fields ->> 'industry' <> 'refused')`.execute(db);

  for (const [route, body, other] of [
    ["/api/contacts", { email: "jane@example.com" }, { linkedinUrl: "https://www.linkedin.com/in/john" }],
    [
      "/api/companies",
      { name: "Acme", domain: "acme.example" },
      { name: "Other", domain: "other.example", linkedinUrl: "https://www.linkedin.com/company/other" },
    ],
  ] as const) {
    const answers = [
      await team.post(route, body),
      await team.post(route, body),
      await team.post(route, body, { headers: ASYNC }),
      await team.post(route, {}),
      await anyone.post(route, body),
      await blocked.post(route, body),
      await team.post(route, other),
      await team.post(`${route}?onConflict=strict`, { ...other, ...body }),
      await team.request("POST", route, { raw: " ".repeat(300_000) }),
      await team.request("POST", route, { raw: "{}", headers: { "Content-Type": "text/plain" } }),
      await team.post(route, { ...body, industry: "refused" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([
      201, 200, 202, 400, 401, 403, 201, 409, 413, 415, 422,
    ]);
  }

  // A repeat, after the record that the first one made was erased.
  for (const [route, body, name] of [
    ["/api/contacts", { email: "gone@example.com" }, "gone@example.com"],
    ["/api/companies", { name: "Gone", domain: "gone.example" }, "gone.example"],
  ] as const) {
    const post = () => team.post(route, body, { headers: { "Idempotency-Key": "gone" } });
    expect((await post()).status).toBe(201);
    expect((await team.request("DELETE", `${route}/${name}`)).status).toBe(200);
    expect((await post()).status).toBe(410);
  }

  const { job } = (await team.acceptedContact({ email: "jane@example.com" })).body;
  await team.get(`${job.url}?wait=61`);
  const oldJobId = createJobIds(JOB_ID_SECRET).issue(team.teamId, 0);
  await team.get(`/api/jobs/${oldJobId}`);
  await everyOperationAnswer({ team, anyone, blocked, oldJobId });
  await everyReadAnswer({ team, anyone, blocked });
  await everyBatchAnswer({ team, anyone, blocked });
  await everyJobAnswer(stack(), { team, anyone, blocked, oldJobId });

  const paths = ["/api/contacts/jane@example.com", "/api/companies/acme.example", job.url];
  for (const path of paths) {
    expect((await team.get(path)).status).toBe(200);
    expect((await anyone.get(path)).status).toBe(401);
    expect((await blocked.get(path)).status).toBe(403);
  }
  for (const path of ["/api/contacts/nobody@example.com", "/api/companies/nobody.example", "/api/jobs/job_1"])
    expect((await team.get(path)).status).toBe(404);
  for (const path of ["/livez", "/readyz", "/openapi.json"])
    expect((await anyone.get(path)).status).toBe(200);
  for (const [client, status] of [
    [team, 200],
    [anyone, 401],
    [blocked, 403],
  ] as const)
    expect((await client.get("/metrics")).status).toBe(status);

  expect(unseen().filter((answer) => !OF_ADMIN.test(answer))).toEqual([]);
});

test("so can every answer of the routes by which a team sees to itself", async () => {
  const team = await stack().newTeam();
  await everyAdminAnswer({ team, anyone: stack().anyone, blocked: await blockedClient(team.teamId) });
  expect(unseen().filter((answer) => OF_ADMIN.test(answer))).toEqual([]);
});

function unseen(): string[] {
  const answers = stack().conformance.unseen();
  return answers.filter((answer) => !NOT_HERE.some((pattern) => pattern.test(answer)));
}

async function blockedClient(teamId: string): Promise<Client> {
  const { db } = stack();
  const { userId } = await createMember(db, teamId, {
    email: "otto@example.com",
    name: "Otto",
    role: "member",
  });
  const { key } = await createKey(db, { teamId, userId, name: "otto's" });
  await db.updateTable("users").set({ blocked: true }).where("user_id", "=", userId).execute();
  return stack().clientWith(key);
}
