import { setTimeout as delay } from "node:timers/promises";
import { CreateFieldAnswer, ENTITIES, FieldsAnswer } from "@onefold/contract";
import { createField, createMember } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { ASYNC, refused } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { TestTeam } from "./support/stack.ts";

const stack = useStack({ worker: false });

describe("GET /api/team", () => {
  test("shows the key's own team; with version=v2 its users", async () => {
    const { db } = stack();
    const team = await stack().newTeam();
    await stack().newTeam();
    const otto = await createMember(db, team.teamId, {
      email: "Otto@example.com",
      name: "Otto",
      role: "member",
    });
    const { createdAt, name } = await db
      .selectFrom("teams")
      .select(["created_at as createdAt", "name"])
      .where("team_id", "=", team.teamId)
      .executeTakeFirstOrThrow();
    const expected = {
      _id: team.teamId,
      name,
      userIds: [team.userId, otto.userId],
      createdBy: team.userId,
      createdAt: createdAt.toISOString(),
      onConflict: "prefer",
      hooks: [],
      beta: [],
      invitedUsers: [],
    };
    for (const query of ["", "?version=v1"])
      expect((await team.get(`/api/team${query}`)).body).toEqual(expected);
    expect((await team.get("/api/team?version=v2")).body).toEqual({
      ...expected,
      users: [
        {
          userId: team.userId,
          name: "Olga",
          email: expect.stringMatching(/^olga-\d+@example\.com$/),
          role: "owner",
        },
        { userId: otto.userId, name: "Otto", email: "otto@example.com", role: "member" },
      ],
    });
    refused(await team.get("/api/team?version=v3"), 400, "INVALID_REQUEST");
  });
});

describe("GET /api/fields", () => {
  test("lists ours, then the team's own; with entity= those of one entity", async () => {
    const { db } = stack();
    const [team, other] = [await stack().newTeam(), await stack().newTeam()];
    await createField(db, other.teamId, { entity: "contact", name: "theirs", type: "text" });
    await createField(db, team.teamId, { entity: "contact", name: "score", label: "Score", type: "number" });
    await createField(db, team.teamId, { entity: "company", name: "founded", type: "date" });

    const { contact = [], company = [] } = await readFields(team);
    const own = (fields: typeof contact, source: string) => fields.filter((field) => field.source === source);
    expect(own(contact, "default").map(({ name }) => name)).toEqual(
      [...ENTITIES.contact.identifiers, ...ENTITIES.contact.fields].map(({ field }) => field),
    );
    expect(own(company, "default").map(({ name }) => name)).toEqual(
      [...ENTITIES.company.identifiers, ...ENTITIES.company.fields].map(({ field }) => field),
    );
    expect(own(contact, "custom")).toEqual([
      { name: "score", label: "Score", type: "number", source: "custom" },
    ]);
    expect(own(company, "custom")).toEqual([
      { name: "founded", label: "founded", type: "date", source: "custom" },
    ]);
    expect(contact).toContainEqual({
      name: "jobTitle",
      label: "Job title",
      type: "text",
      source: "default",
    });
    expect(contact).toContainEqual({ name: "phone", label: "Phone", type: "phone", source: "default" });

    expect(await readFields(team, "?entity=contact")).toEqual({ contact });
    expect(await readFields(team, "?entity=company")).toEqual({ company });
    refused(await team.get("/api/fields?entity=person"), 400, "INVALID_REQUEST");
  });

  async function readFields(team: TestTeam, query = "") {
    const { body } = await team.get(`/api/fields${query}`);
    return FieldsAnswer.parse(body).data;
  }
});

describe("POST /api/fields", () => {
  test("registers a field: 201, its name as its label where none is given", async () => {
    const team = await stack().newTeam();
    const post = async (body: object) =>
      CreateFieldAnswer.parse((await team.post("/api/fields", body)).body).data;
    const score = { entity: "contact", name: "Score (never)", type: "number" };
    refused(await team.post("/api/fields", score), 400, "INVALID_REQUEST");
    expect(await post({ ...score, name: "lead score" })).toEqual({
      entity: "contact",
      name: "lead score",
      label: "lead score",
      type: "number",
      source: "custom",
    });
    const named = { entity: "company", name: "zoë_2", label: "Zoë", type: "text" };
    expect(await post(named)).toEqual({ ...named, source: "custom" });
    const { body } = await team.get("/api/fields?entity=company");
    expect(body).toMatchObject({
      data: { company: expect.arrayContaining([expect.objectContaining({ name: "zoë_2" })]) },
    });
  });

  test("409 for a name that is there or means something already, per entity", async () => {
    const team = await stack().newTeam();
    const field = { entity: "contact", name: "score", type: "number" };
    expect((await team.post("/api/fields", field)).status).toBe(201);
    refused(await team.post("/api/fields", { ...field, type: "text" }), 409, "FIELD_EXISTS");
    for (const name of [
      "firstName",
      "email",
      "clearFields",
      "observedAt",
      "__proto__",
      "constructor",
      "prototype",
    ])
      refused(await team.post("/api/fields", { ...field, name }), 409, "FIELD_EXISTS");
    // Nothing but a company's own.
    expect((await team.post("/api/fields", { ...field, entity: "company" })).status).toBe(201);
    expect((await team.post("/api/fields", { ...field, entity: "company", name: "firstName" })).status).toBe(
      201,
    );
    refused(
      await team.post("/api/fields", { ...field, entity: "company", name: "domain" }),
      409,
      "FIELD_EXISTS",
    );
  });

  test.each([
    ["entity", { entity: "person" }],
    ["name", { name: "" }],
    ["name", { name: " score" }],
    ["name", { name: "sc\0re" }],
    ["name", { name: "x".repeat(101) }],
    ["type", { type: "colour" }],
    ["label", { label: " " }],
    ["label", { label: "\ud800" }],
    ["more", { more: 1 }],
  ])("400 that names %j: %j", async (path, body) => {
    const team = await stack().newTeam();
    const answer = await team.post("/api/fields", {
      entity: "contact",
      name: "score",
      type: "number",
      ...body,
    });
    expect(refused(answer, 400, "INVALID_REQUEST").error.details?.map((detail) => detail.path)).toEqual([
      path,
    ]);
  });
});

test("a field that another process registered is known when it is first given", async () => {
  const team = await stack().newTeam();
  const post = () => team.post("/api/contacts", { email: "jane@example.com", score: 1 }, { headers: ASYNC });
  refused(await post(), 400, "INVALID_FIELD");
  await createField(stack().db, team.teamId, { entity: "contact", name: "score", type: "number" });
  // An unknown name has the registry read again before its 5 s are over, but once a second at most.
  await delay(1_100);
  expect((await post()).status).toBe(202);
});
