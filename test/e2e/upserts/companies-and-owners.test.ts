import { createField, createMember } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";

const MADE_UP_ID = "cpn_0000000000000000A";

const EVERY_FIELD = {
  industry: "Software",
  location: "Paris",
  size: "11-50",
  specialties: "Queues",
  tagline: "We queue",
  type: "Privately held",
  description: "A company",
  foundedOn: "2019",
  headquarters: "Lyon",
  picture: "https://acme.example/logo.png",
};

onEachSharedStack((stack) => {
  describe("POST /api/companies", () => {
    test("with every field: 201 with the whole record, and it can be read by id and by domain", async () => {
      const { db } = stack();
      const team = await stack().newTeam();
      await createField(db, team.teamId, { entity: "company", name: "employees", type: "number" });
      const { status, body } = await team.company({
        name: "Acme",
        domain: "https://www.ACME.example/about",
        linkedinUrl: "linkedin.com/company/Acme/about/",
        linkedinUrlSalesNav: "https://www.linkedin.com/sales/company/1234,x",
        employees: 42,
        ...EVERY_FIELD,
      });
      expect(status).toBe(201);
      const { _id, createdAt } = body.data;
      const record = {
        _id,
        teamId: team.teamId,
        name: "Acme",
        domain: "acme.example",
        linkedinUrl: "https://www.linkedin.com/company/acme",
        linkedinUrlSalesNav: "https://www.linkedin.com/sales/company/1234",
        fields: {
          name: "Acme",
          employees: 42,
          ...EVERY_FIELD,
          linkedinUrl: "https://www.linkedin.com/company/acme",
        },
        ownerId: team.userId,
        source: "api",
        createdAt,
        createdBy: team.userId,
      };
      const { id, clock } = body.job;
      expect(body).toEqual({
        success: true,
        data: { ...record, created: true, outcome: "created", changes: {} },
        warnings: [],
        fieldRejections: [],
        job: { id, url: `/api/jobs/${id}`, clock },
      });
      const read = { ...record, updatedAt: createdAt, fieldRejections: [] };
      expect(await team.readCompany(_id)).toEqual(read);
      expect(await team.readCompany("www.acme.example")).toEqual(read);
    });

    test("updates by domain, by LinkedIn page and by companyId; the others and empties are kept", async () => {
      const team = await stack().newTeam();
      const linkedinUrl = "https://www.linkedin.com/company/acme";
      const { data: acme } = (
        await team.company({ name: "Acme", domain: "acme.example", linkedinUrl, size: "1-10" })
      ).body;
      const byDomain = await team.company({
        name: "Acme",
        domain: "http://acme.example/",
        industry: "Software",
        size: " ",
      });
      expect(byDomain.status).toBe(200);
      expect(byDomain.body.data).toMatchObject({
        _id: acme._id,
        created: false,
        updated: true,
        outcome: "updated",
        matchedBy: "domain",
        fields: { name: "Acme", size: "1-10", industry: "Software" },
        changes: { industry: { to: "Software" } },
      });
      const byPage = await team.company({
        name: "Acme",
        domain: "acme.test",
        linkedinUrl: `${linkedinUrl}/`,
      });
      expect(byPage.body.data).toMatchObject({
        _id: acme._id,
        matchedBy: "linkedinUrl",
        domain: "acme.test",
        changes: { domain: { from: "acme.example", to: "acme.test" } },
      });
      // Neither name nor domain is needed with the id; the old domain still names the company.
      const byId = await team.company({ companyId: acme._id, clearFields: ["size"] });
      expect(byId.body.data).toMatchObject({
        _id: acme._id,
        matchedBy: "companyId",
        changes: { size: { from: "1-10" } },
      });
      expect((await team.readCompany("acme.example"))._id).toBe(acme._id);
      const again = await team.company({ companyId: acme._id, source: "other", industry: "Software" });
      expect(again.body.data).toMatchObject({
        outcome: "unmodified",
        updated: true,
        changes: {},
        source: "api",
      });
    });

    test("companyId of no company: 400 COMPANY_NOT_FOUND_BY_ID, and nothing is created", async () => {
      const team = await stack().newTeam();
      const answer = await team.post("/api/companies", {
        companyId: MADE_UP_ID,
        name: "Acme",
        domain: "acme.example",
      });
      refused(answer, 400, "COMPANY_NOT_FOUND_BY_ID");
      refused(await team.get("/api/companies/acme.example"), 404, "NOT_FOUND");
    });

    test("identifiers of two companies: prefer names the other's, strict applies nothing", async () => {
      const team = await stack().newTeam();
      const linkedinUrl = "https://www.linkedin.com/company/other";
      const acme = (await team.company({ name: "Acme", domain: "acme.example" })).body.data;
      const other = (await team.company({ name: "Other", domain: "other.example", linkedinUrl })).body.data;
      const both = { name: "Acme 2", domain: "acme.example", linkedinUrl };
      refused(await team.post("/api/companies?onConflict=strict", both), 409, "IDENTITY_CONFLICT");
      expect((await team.readCompany(acme._id)).name).toBe("Acme");
      const { data, fieldRejections } = (await team.company(both)).body;
      expect(data).toMatchObject({ _id: acme._id, name: "Acme 2" });
      expect(fieldRejections).toEqual([
        {
          field: "linkedinUrl",
          reason: "duplicate",
          rejectedValue: linkedinUrl,
          conflictingRecordId: other._id,
        },
      ]);
    });

    test("an unknown companyOwner: the key's owner, with a warning", async () => {
      const team = await stack().newTeam();
      const { body } = await team.company({
        name: "Acme",
        domain: "acme.example",
        companyOwner: "nobody@example.com",
      });
      expect(body.data.ownerId).toBe(team.userId);
      expect(body.warnings.map(({ code, field }) => [code, field])).toEqual([
        ["OWNER_NOT_FOUND", "companyOwner"],
      ]);
    });
  });

  describe("a contact's company", () => {
    async function threeCompanies() {
      const team = await stack().newTeam();
      const company = async (name: string) =>
        (
          await team.company({
            name,
            domain: `${name}.example`,
            linkedinUrl: `https://www.linkedin.com/company/${name}`,
          })
        ).body.data._id;
      return { team, ids: { a: await company("a"), b: await company("b"), c: await company("c") } };
    }

    test("is linked by each of the three ways, and the first given of them wins", async () => {
      const { team, ids } = await threeCompanies();
      const link = async (email: string, body: object) => (await team.contact({ email, ...body })).body;
      const byPage = { companyLinkedinUrl: "linkedin.com/company/C/" };
      const byDomain = { companyDomain: "https://www.b.example/team", ...byPage };
      const byId = { companyId: ids.a, ...byDomain };
      for (const [email, body, companyId] of [
        ["page@example.com", byPage, ids.c],
        ["domain@example.com", byDomain, ids.b],
        ["id@example.com", byId, ids.a],
        // An empty one isn't given.
        ["blank-id@example.com", { ...byDomain, companyId: "" }, ids.b],
      ] as const) {
        const { data, warnings } = await link(email, body);
        expect(data, email).toMatchObject({ companyLinked: true, companyId });
        expect(warnings).toEqual([]);
        expect((await team.readContact(email)).companyId).toBe(companyId);
      }
    });

    test.each([
      ["companyId", { companyId: MADE_UP_ID, companyDomain: "b.example" }],
      ["companyId", { companyId: "Acme", companyDomain: "b.example" }],
      [
        "companyDomain",
        { companyDomain: "unknown.example", companyLinkedinUrl: "https://www.linkedin.com/company/c" },
      ],
      [
        "companyDomain",
        { companyDomain: "not a domain", companyLinkedinUrl: "https://www.linkedin.com/company/c" },
      ],
      ["companyLinkedinUrl", { companyLinkedinUrl: "https://www.linkedin.com/company/not-here" }],
    ])("that the first given %s doesn't find isn't looked for by the next: %j", async (field, body) => {
      const { team } = await threeCompanies();
      const answer = await team.contact({ email: "jane@example.com", ...body });
      expect(answer.status).toBe(201);
      expect(answer.body.data.companyLinked).toBe(false);
      expect(answer.body.data).not.toHaveProperty("companyId");
      expect(answer.body.warnings).toEqual([
        { code: "COMPANY_NOT_FOUND", field, message: expect.stringContaining(field) },
      ]);
      // Never created on the way.
      refused(await team.get("/api/companies/unknown.example"), 404, "NOT_FOUND");
    });

    test("changes with the next link, and stays where none or an unknown one is given", async () => {
      const { team, ids } = await threeCompanies();
      const link = async (body: object) =>
        (await team.contact({ email: "jane@example.com", ...body })).body.data;
      await link({ companyId: ids.a });
      expect(await link({ firstName: "Jane" })).toMatchObject({ companyLinked: true, companyId: ids.a });
      expect(await link({ companyDomain: "unknown.example" })).toMatchObject({
        companyLinked: true,
        companyId: ids.a,
      });
      expect(await link({ companyDomain: "b.example" })).toMatchObject({
        companyId: ids.b,
        outcome: "updated",
        changes: { companyId: { from: ids.a, to: ids.b } },
      });
    });
  });

  describe("contactOwner", () => {
    test("by a member's id or e-mail; absent on update it stays", async () => {
      const { db } = stack();
      const team = await stack().newTeam();
      const member = { email: "otto@example.com", name: "Otto", role: "member" };
      const otto = (await createMember(db, team.teamId, member)).userId;
      const post = async (contactOwner?: string) =>
        (await team.contact({ email: "jane@example.com", ...(contactOwner && { contactOwner }) })).body;
      expect((await post()).data.ownerId).toBe(team.userId);
      expect((await post(otto)).data.ownerId).toBe(otto);
      expect((await post()).data.ownerId).toBe(otto);
      expect((await post(team.userId)).data.ownerId).toBe(team.userId);
      const byEmail = await post(" Otto@Example.com ");
      expect(byEmail.data.ownerId).toBe(otto);
      expect(byEmail.warnings).toEqual([]);
    });

    test.each(["nobody@example.com", "usr_00000000000000000", "Otto"])(
      "of no member (%s): the key's owner, with a warning",
      async (contactOwner) => {
        const team = await stack().newTeam();
        const { status, body } = await team.contact({ email: "jane@example.com", contactOwner });
        expect(status).toBe(201);
        expect(body.data.ownerId).toBe(team.userId);
        expect(body.warnings).toEqual([
          { code: "OWNER_NOT_FOUND", field: "contactOwner", message: expect.stringContaining("owner") },
        ]);
      },
    );
  });
});
