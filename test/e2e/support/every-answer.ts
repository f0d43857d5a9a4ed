import { createJobIds } from "@onefold/identity";
import { createKey, createMember } from "@onefold/records";
import { sql } from "kysely";
import { expect } from "vitest";
import { everyAdminAnswer } from "../admin/support/every-answer.ts";
import { everyJobAnswer } from "../upload-jobs/support/every-job-answer.ts";
import { everyUploadAnswer } from "../uploads/support/every-answer.ts";
import { everyOperationAnswer } from "../operations/support/every-answer.ts";
import { everyReadAnswer } from "../reads/support/every-read-answer.ts";
import { addAttempts } from "./add-attempts.ts";
import { ASYNC } from "./client.ts";
import type { Client } from "./client.ts";
import { everyLetterAnswer } from "./every-letter-answer.ts";
import { JOB_ID_SECRET } from "./stack.ts";
import type { Stack, TestTeam } from "./stack.ts";

/** Has each answer once that can be had of the routes of records and jobs, by a team of its own; returns that. */
export async function everyRecordAnswer(stack: Stack): Promise<TestTeam> {
  const { db, anyone } = stack;
  const team = await stack.newTeam();
  const blocked = await blockedClient(stack, team.teamId);
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
  await everyUploadAnswer({ team, anyone, blocked });
  await everyJobAnswer(stack, { team, anyone, blocked, oldJobId });
  await everyLetterAnswer(stack, { team, anyone, blocked, oldJobId });

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

  return team;
}

/** The same of the routes by which a team sees to itself. */
export async function everyTeamAnswer(stack: Stack): Promise<TestTeam> {
  const team = await stack.newTeam();
  const { teamId } = team;
  await everyAdminAnswer({
    team,
    anyone: stack.anyone,
    blocked: await blockedClient(stack, teamId),
    addAttempt: (webhookId) => addAttempts(stack.db, { teamId, webhookId }, 1),
  });
  return team;
}

async function blockedClient({ db, clientWith }: Stack, teamId: string): Promise<Client> {
  const { userId } = await createMember(db, teamId, {
    email: "otto@example.com",
    name: "Otto",
    role: "member",
  });
  const { key } = await createKey(db, { teamId, userId, name: "otto's" });
  await db.updateTable("users").set({ blocked: true }).where("user_id", "=", userId).execute();
  return clientWith(key);
}
