import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import type { TestTeam } from "../support/stack.ts";
import { until } from "../support/until.ts";

const NOBODY = "https://www.linkedin.com/in/undefined";
const RULES = "/api/identity-rules";

const WORDS =
  "undefined null none n/a na test unknown NaN nil false 0 in feed edit username your-profile profile private".split(
    " ",
  );
const PLACEHOLDERS: readonly (readonly [string, string])[] = [
  ...WORDS.map((word) => ["linkedinUrl", `https://linkedin.com/in/${word}`] as const),
  ["linkedinUrlSalesNav", "https://www.linkedin.com/sales/lead/undefined"],
  ...["none@none.com", "undefined@undefined.com", "noemail@acme.com", "test@test.com"].map(
    (email) => ["email", email] as const,
  ),
];

onEachSharedStack((stack) => {
  const newTeam = () => stack().newTeam({ onConflict: "merge" });
  const setRules = async (team: TestTeam, body: object) => {
    const answer = await team.request("PUT", RULES, { body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  };

  async function countOf({ teamId }: TestTeam): Promise<number> {
    const { count } = await stack()
      .db.selectFrom("contacts")
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("team_id", "=", teamId)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  test("25 people whose tool writes /in/undefined stay 25, and an opt-out of one is nobody else's", async () => {
    const team = await newTeam();
    const bodies = Array.from({ length: 25 }, (_, n) => ({
      email: `p${n}@example.com`,
      linkedinUrl: NOBODY,
    }));
    const answers = await Promise.all(bodies.map((body) => team.contact(body)));
    for (const { status, body } of answers) {
      expect(status).toBe(201);
      expect(body.fieldRejections).toEqual([
        { field: "linkedinUrl", reason: "placeholder", rejectedValue: NOBODY },
      ]);
    }
    expect(await countOf(team)).toBe(25);
    const dry = await team.post("/api/contacts?dryRun=true", bodies[0]);
    expect(dry.body).toMatchObject({
      data: { outcome: "unmodified" },
      fieldRejections: [{ reason: "placeholder" }],
    });
    const [first, second] = answers.map(({ body }) => body.data._id);
    await team.request("POST", `/api/v2/unsubscribes/contacts/${first}`);
    expect((await team.readContact(first ?? "")).unsubscribed).toBe(true);
    expect((await team.readContact(second ?? "")).unsubscribed).toBe(false);
  });

  test("alone they are refused, each of them, and an upload rejects such a row and applies the others", async () => {
    const team = await newTeam();
    for (const [field, value] of PLACEHOLDERS) {
      const body = refused(
        await team.post("/api/contacts", { [field]: value }),
        400,
        "PLACEHOLDER_IDENTIFIER",
      );
      expect(body.error.details?.[0]?.path, value).toBe(field);
    }
    const rows = [
      { email: "jane@example.com", linkedinUrl: NOBODY },
      { linkedinUrl: NOBODY },
      { email: "\u200b", linkedinUrl: "https://linkedin.com/in/jane-example" },
    ];
    const { body } = await team.post("/api/contacts/batch", rows);
    const job = await until("the job's end", 30_000, async () => {
      const found = await team.job(Object(body).job.id);
      return "counts" in found && found.finishedAt !== undefined && found;
    });
    expect(job).toMatchObject({ counts: { created: 2, rejected: 1 } });
    const results = await team.get(`/api/jobs/${job.id}/results`);
    expect(JSON.stringify(results.body)).toContain("PLACEHOLDER_IDENTIFIER");
    expect(JSON.stringify(results.body)).toContain('"reason":"placeholder"');
    expect(await countOf(team)).toBe(2);
  });

  test("a host that many share is no company's domain, and links nothing", async () => {
    const team = await newTeam();
    for (const page of ["alpha", "beta"]) {
      const company = { name: page, domain: `facebook.com/${page}` };
      refused(await team.post("/api/companies", company), 400, "PLACEHOLDER_IDENTIFIER");
    }
    const { body } = await team.company({
      name: "Example",
      domain: "facebook.com/example",
      linkedinUrl: "linkedin.com/company/example",
    });
    expect(body.data.domain).toBeUndefined();
    expect(body.fieldRejections).toEqual([
      { field: "domain", reason: "placeholder", rejectedValue: "facebook.com" },
    ]);
    const jane = await team.contact({
      email: "jane@example.com",
      companyDomain: "facebook.com/example",
      companyLinkedinUrl: "linkedin.com/company/example",
    });
    expect(jane.body.data.companyId).toBe(body.data._id);
    expect(jane.body.fieldRejections).toMatchObject([{ field: "companyDomain", reason: "placeholder" }]);
  });

  test("a team allows what is somebody's, and another team's rules don't matter", async () => {
    const [team, other] = [await newTeam(), await newTeam()];
    const rules = { never: ["info@*"], allow: ["linkedin.com/in/undefined"], suspiciousAfter: 5 };
    expect(await setRules(team, rules)).toMatchObject({ success: true, data: rules });
    expect((await team.get(RULES)).body).toMatchObject({ success: true, data: rules });
    const { status, body } = await team.contact({ linkedinUrl: NOBODY });
    expect([status, body.fieldRejections]).toEqual([201, []]);
    refused(await team.post("/api/contacts", { email: "Info@Example.com" }), 400, "PLACEHOLDER_IDENTIFIER");
    refused(await other.post("/api/contacts", { linkedinUrl: NOBODY }), 400, "PLACEHOLDER_IDENTIFIER");
    expect((await other.contact({ email: "info@example.com" })).status).toBe(201);
    // A PUT is a replacement.
    await setRules(team, {});
    expect((await team.get(RULES)).body).toMatchObject({
      success: true,
      data: { never: [], allow: [], suspiciousAfter: 10 },
    });
    expect((await team.contact({ email: "info@example.com" })).status).toBe(201);
  });

  test("reads, opt-outs, changes of e-mails and deletes by such a value work", async () => {
    const team = await newTeam();
    const never = ["test@test.com", "linkedin.com/in/jane-example"];
    const body = { email: "jane@example.com", additionalEmails: ["test@test.com", "j@example.com"] };
    await setRules(team, { allow: ["test@test.com"] });
    const { _id } = (await team.contact(body)).body.data;
    await setRules(team, { never });
    expect((await team.readContact("test@test.com"))._id).toBe(_id);
    const optOut = await team.request("POST", "/api/v2/unsubscribes/contacts/test@test.com");
    expect(optOut.status).toBe(200);
    const primary = `/api/contacts/${_id}/emails/test@test.com/primary`;
    expect((await team.request("PUT", primary)).status).toBe(200);
    expect((await team.readContact(_id)).email).toBe("test@test.com");
    const path = `/api/contacts/${_id}/emails/j@example.com`;
    expect((await team.request("DELETE", path)).status).toBe(200);
    // It is told that the value is dropped, and the record stays as it is.
    const again = (await team.contact({ contactId: _id, email: "test@test.com" })).body;
    expect(again.fieldRejections).toMatchObject([{ field: "email", reason: "placeholder" }]);
    expect((await team.request("DELETE", "/api/contacts/test@test.com")).status).toBe(200);
  });

  describe("rules that are none", () => {
    test.each([
      [{ never: ["info@*", "*"] }, "never[1]"],
      [{ allow: ["hello"] }, "allow[0]"],
      [{ never: ["*@*"] }, "never[0]"],
      [{ never: "info@*" }, "never"],
      [{ suspiciousAfter: 0 }, "suspiciousAfter"],
      [{ only: [] }, "only"],
    ])("%j are refused by name", async (body, path) => {
      const team = await newTeam();
      const { error } = refused(await team.request("PUT", RULES, { body }), 400, "INVALID_REQUEST");
      expect(error.details?.map((detail) => detail.path)).toEqual([path]);
      expect((await team.get(RULES)).body).toMatchObject({ data: { never: [], allow: [] } });
    });
  });

  test("a record of a shared URL gets so many e-mails as the team says, and no more", async () => {
    const team = await newTeam();
    await setRules(team, { suspiciousAfter: 3 });
    const linkedinUrl = "https://www.linkedin.com/in/acme";
    for (let n = 0; n < 3; n++) await team.contact({ email: `a${n}@example.com`, linkedinUrl });
    expect(await countOf(team)).toBe(1);
    const { status, body } = await team.contact({ email: "a3@example.com", linkedinUrl });
    expect([status, body.fieldRejections]).toEqual([
      201,
      [expect.objectContaining({ field: "linkedinUrl", reason: "suspicious" })],
    ]);
  });
});
