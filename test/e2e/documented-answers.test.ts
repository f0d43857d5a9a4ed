import { createKey, createMember } from "@onefold/records";
import { createJobIds } from "@onefold/identity";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { ASYNC } from "./client.ts";
import type { Client } from "./client.ts";
import { useStack } from "./on-each-backend.ts";
import { JOB_ID_SECRET } from "./stack.ts";

const stack = useStack();

/** Promised, but not to be had by a request. */
const NOT_HERE = [
  // Other tests bring the store down, and hold the 503s against the document too.
  / 5\d\d$/,
  // A key without its team: the database's foreign keys see to it that there is none.
  /^GET \/api\/team 404$/,
];

test("every answer that the OpenAPI document promises can be had", async () => {
  const { db, conformance, anyone } = stack();
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

  const field = { entity: "contact", name: "score", type: "number" };
  await team.post("/api/fields", field);
  await team.post("/api/fields", field);
  await team.post("/api/fields", {});
  await team.request("POST", "/api/fields", { raw: " ".repeat(300_000) });
  await team.request("POST", "/api/fields", { raw: "{}", headers: { "Content-Type": "text/plain" } });
  await team.get("/api/fields?entity=person");
  await team.get("/api/team?version=v3");

  const { job } = (await team.acceptedContact({ email: "jane@example.com" })).body;
  await team.get(`${job.url}?wait=61`);
  await team.get(`/api/jobs/${createJobIds(JOB_ID_SECRET).issue(team.teamId, 0)}`);

  const paths = [
    "/api/contacts/jane@example.com",
    "/api/companies/acme.example",
    job.url,
    "/api/fields",
    "/api/team",
  ];
  for (const path of paths) {
    expect((await team.get(path)).status).toBe(200);
    expect((await anyone.get(path)).status).toBe(401);
    expect((await blocked.get(path)).status).toBe(403);
  }
  await anyone.post("/api/fields", field);
  await blocked.post("/api/fields", field);
  for (const path of ["/api/contacts/nobody@example.com", "/api/companies/nobody.example", "/api/jobs/job_1"])
    expect((await team.get(path)).status).toBe(404);
  for (const path of ["/livez", "/readyz", "/openapi.json"])
    expect((await anyone.get(path)).status).toBe(200);

  expect(conformance.unseen().filter((answer) => !NOT_HERE.some((pattern) => pattern.test(answer)))).toEqual(
    [],
  );
});

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
