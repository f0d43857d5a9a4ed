import type { Scope } from "@onefold/contract";
import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { refused } from "../support/client.ts";
import type { TestTeam } from "../support/stack.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { callsOf } from "./support/calls.ts";

const EMAIL = "jane@example.com";
const LINKEDIN = "https://www.linkedin.com/in/jane-doe";

onEachSharedStack((stack) => {
  /** As `npm start` and `team create` make it. */
  const newcomer = () => stack().newTeam({ onConflict: "merge" });

  async function keyWith(team: TestTeam, scopes: Scope[]) {
    const { teamId, userId } = team;
    const { key } = await createKey(stack().db, { teamId, userId, name: scopes.join(), scopes });
    return stack().clientWith(key);
  }

  test("100 concurrent posts of one new person, by e-mail, by URL or by both, end in one record", async () => {
    const team = await newcomer();
    const bodies = [{ email: EMAIL }, { linkedinUrl: LINKEDIN }, { email: EMAIL, linkedinUrl: LINKEDIN }];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => team.contact({ ...bodies[n % 3], tagline: `${n}` })),
    );
    for (const { status, body } of answers) {
      expect([200, 201]).toContain(status);
      expect(body.warnings).toEqual([]);
      // Posts at once have no order: a younger one may be applied first, and the older one is told so.
      const isStale = ({ field, reason }: { field: string; reason: string }) =>
        field === "tagline" && reason === "stale";
      expect(
        body.fieldRejections.filter((each: { field: string; reason: string }) => !isStale(each)),
      ).toEqual([]);
    }
    const ids = new Set(answers.map(({ body }) => body.data._id));
    const found = await Promise.all(Array.from(ids, async (id) => (await team.readContact(id))._id));
    expect(new Set(found).size).toBe(1);
    const { count } = await stack()
      .db.selectFrom("contacts")
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("team_id", "=", team.teamId)
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(1);
  });

  test("a team's default holds for a key that only ingests too, whose answers name no other record", async () => {
    const team = await newcomer();
    const jane = (await team.contact({ email: EMAIL })).body.data._id;
    const profile = (await team.contact({ linkedinUrl: LINKEDIN })).body.data._id;
    const form = await keyWith(team, ["ingest"]);
    const { body } = await form.contact({ email: EMAIL, linkedinUrl: LINKEDIN });
    expect(body.data._id).toBe(jane);
    expect(JSON.stringify(body)).not.toContain(profile);
    expect((await team.readContact(profile))._id).toBe(jane);
  });

  test("two profiles that share an address stay two, and a key that may see it is told how to merge them", async () => {
    const team = await newcomer();
    const office = (await team.contact({ email: EMAIL, linkedinUrl: LINKEDIN })).body.data._id;
    const john = (await team.contact({ linkedinUrl: `${LINKEDIN}-2` })).body.data._id;
    const both = { email: EMAIL, linkedinUrl: `${LINKEDIN}-2`, tagline: "both" };
    const { body } = await team.contact(both);
    expect(body.warnings).toEqual([
      {
        code: "POSSIBLE_DUPLICATE",
        field: "linkedinUrl",
        recordIds: [office, john],
        message: expect.stringContaining("POST /api/contacts/merge"),
      },
    ]);
    const form = await keyWith(team, ["ingest"]);
    const said = (await form.contact({ ...both, tagline: "again" })).body;
    expect(said.warnings).toEqual([]);
    expect(JSON.stringify(said)).not.toContain(john);
    // The warning's own words do what they say.
    const merge: unknown = JSON.parse(body.warnings[0]?.message.match(/\{.*\}/)?.[0] ?? "");
    expect((await team.request("POST", "/api/contacts/merge", { body: merge })).status).toBe(200);
    expect((await team.contact({ ...both, tagline: "one" })).body.warnings).toEqual([]);
  });

  test("an upsert that merged says where to take it back, and so does its job; then the two stay apart", async () => {
    const team = await newcomer();
    const { undo } = callsOf(team);
    const jane = (await team.contact({ email: EMAIL, jobTitle: "CEO" })).body.data._id;
    const profile = (await team.contact({ linkedinUrl: LINKEDIN, jobTitle: "CTO" })).body.data._id;
    const both = { email: EMAIL, linkedinUrl: LINKEDIN };
    const { body } = await team.contact(both);
    expect(body.data.mergedIds).toEqual([profile]);
    expect(await team.job(body.job?.id ?? "")).toMatchObject({ undoUrl: body.undoUrl });
    // A sync goes on meanwhile.
    for (const tagline of ["a", "b", "b"]) await team.contact({ linkedinUrl: LINKEDIN, tagline });
    expect(await undo(body.undoUrl)).toMatchObject({ primaryId: jane, restoredIds: [profile], left: [] });
    expect((await team.readContact(jane)).linkedinUrl).toBeUndefined();
    expect(await team.readContact(profile)).toMatchObject({ _id: profile, fields: { jobTitle: "CTO" } });
    const again = (await team.contact({ ...both, tagline: "again" })).body;
    expect(again.data).toMatchObject({ _id: jane });
    expect(again.warnings).toMatchObject([{ code: "POSSIBLE_DUPLICATE", recordIds: [jane, profile] }]);
  });

  test("different people are noted, and the note taken back, by names of any kind; nobody else's", async () => {
    const team = await newcomer();
    const jane = (await team.contact({ email: EMAIL })).body.data._id;
    const profile = (await team.contact({ linkedinUrl: LINKEDIN })).body.data._id;
    const path = "/api/contacts/different";
    const send = (method: string, ids: unknown, client = team as Pick<TestTeam, "request">) =>
      client.request(method, path, { body: { ids } });
    expect(await send("POST", [EMAIL, profile])).toMatchObject({
      status: 200,
      body: { success: true, different: true, ids: [jane, profile] },
    });
    expect((await send("POST", [profile, jane])).status).toBe(200);
    const both = (tagline: string) => team.contact({ email: EMAIL, linkedinUrl: LINKEDIN, tagline });
    expect((await both("apart")).body.warnings).toMatchObject([{ recordIds: [jane, profile] }]);

    refused(await send("POST", [jane]), 400, "INVALID_REQUEST");
    refused(await send("POST", [jane, EMAIL]), 400, "INVALID_REQUEST");
    refused(await send("POST", [jane, 7]), 400, "INVALID_REQUEST");
    refused(await send("POST", [jane, "no name"]), 400, "INVALID_CONTACT_ID");
    refused(await send("POST", [jane, "nobody@example.com"]), 404, "NOT_FOUND");
    refused(await send("DELETE", [jane, profile], await newcomer()), 404, "NOT_FOUND");
    refused(await send("POST", [jane, profile], await keyWith(team, ["read", "ingest"])), 403, "FORBIDDEN");

    expect(await send("DELETE", [profile, EMAIL])).toMatchObject({ status: 200, body: { different: false } });
    expect((await both("one")).body).toMatchObject({ data: { mergedIds: [profile] }, warnings: [] });
  });

  test("companies likewise", async () => {
    const team = await newcomer();
    const acme = (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id;
    const page = "https://www.linkedin.com/company/acme-inc";
    const inc = { name: "Acme Inc.", domain: "acme-inc.example", linkedinUrl: page };
    const other = (await team.company(inc)).body.data._id;
    const body = { ids: [acme, other] };
    expect((await team.request("POST", "/api/companies/different", { body })).status).toBe(200);
    const both = await team.company({ name: "Acme", domain: "acme.example", linkedinUrl: page });
    expect(both.body.warnings).toMatchObject([
      { recordIds: [acme, other], message: expect.stringContaining("/api/companies/") },
    ]);
  });
});
