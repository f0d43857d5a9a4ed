import { createField, createMember } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";

const MADE_UP_ID = "ctc_0000000000000000A";

const EVERY_FIELD = {
  firstName: "Jane",
  lastName: "Doe",
  phone: "+33 1 23 45 67 89",
  jobTitle: "CTO",
  jobDescription: "Builds things",
  picture: "https://example.com/jane.png",
  timezone: "Europe/Paris",
  industry: "Software",
  languages: "French, English",
  location: "Paris",
  skills: "Postgres",
  summary: "A summary",
  tagline: "A tagline",
};

onEachSharedStack((stack) => {
  describe("creating a contact", () => {
    test("with every standard field: 201 with the whole record, and it can be read by id and by e-mail", async () => {
      const team = await stack().newTeam();
      const before = Date.now();
      const { status, body } = await team.contact({
        email: " Jane@Example.COM ",
        linkedinUrl: "linkedin.com/in/Jane-Example/",
        linkedinUrlSalesNav: "https://www.linkedin.com/sales/people/ACwAAAjane,NAME_SEARCH,x1Y2",
        ...EVERY_FIELD,
      });
      expect(status).toBe(201);
      const { _id, createdAt } = body.data;
      const record = {
        _id,
        teamId: team.teamId,
        emails: [{ value: "jane@example.com" }],
        linkedinUrl: "https://www.linkedin.com/in/jane-example",
        linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACwAAAjane",
        fields: { ...EVERY_FIELD, linkedinUrl: "https://www.linkedin.com/in/jane-example" },
        jobs: [],
        ownerId: team.userId,
        source: "api",
        createdAt,
        createdBy: team.userId,
        unsubscribed: false,
      };
      const { id, clock } = body.job;
      expect(body).toEqual({
        success: true,
        data: { ...record, created: true, outcome: "created", changes: {}, companyLinked: false },
        warnings: [],
        fieldRejections: [],
        job: { id, url: `/api/jobs/${id}`, clock },
      });
      expect(Math.abs(Date.parse(createdAt ?? "") - before)).toBeLessThan(30_000);

      const read = {
        ...record,
        email: "jane@example.com",
        fullName: "Jane Doe",
        updatedAt: createdAt,
        campaigns: [],
        fieldRejections: [],
      };
      expect(await team.readContact(_id)).toEqual(read);
      expect(await team.readContact("JANE@example.com")).toEqual(read);
    });

    test("ignores what is empty, and takes the source that is given", async () => {
      const team = await stack().newTeam();
      const { data } = (
        await team.contact({
          email: "jane@example.com",
          linkedinUrl: "",
          additionalEmails: [],
          firstName: null,
          lastName: "",
          phone: "  ",
          skills: [],
          unregistered: null,
          source: "crm",
        })
      ).body;
      expect(data).toMatchObject({
        created: true,
        emails: [{ value: "jane@example.com" }],
        fields: {},
        source: "crm",
      });
      expect(data).not.toHaveProperty("linkedinUrl");
    });

    test("takes values up to their limits, and stores one spelling of a text (NFC)", async () => {
      const team = await stack().newTeam();
      const values = { firstName: "x".repeat(255), jobTitle: "y".repeat(5_000), lastName: "Zoe\u0308 👩‍👧" };
      const { data } = (await team.contact({ email: "jane@example.com", ...values })).body;
      expect(data.fields).toEqual({ ...values, lastName: "Zo\u00eb 👩‍👧" });
    });

    test.each(["linkedinUrl", "linkedinUrlSalesNav"])("by its %s alone", async (field) => {
      const team = await stack().newTeam();
      const url = {
        linkedinUrl: "https://www.linkedin.com/in/jane",
        linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACw1",
      };
      const value = url[field === "linkedinUrl" ? "linkedinUrl" : "linkedinUrlSalesNav"];
      const { data } = (await team.contact({ [field]: value })).body;
      expect(data).toMatchObject({ created: true, emails: [], [field]: value });
      expect(await team.readContact(data._id)).not.toHaveProperty("email");
      expect((await team.contact({ [field]: value })).body.data).toMatchObject({
        _id: data._id,
        matchedBy: field,
      });
    });
  });

  describe("updating a contact", () => {
    test("with some fields: 200, the others and empties kept, and the answer says what changed", async () => {
      const team = await stack().newTeam();
      const { data: created } = (await team.contact({ email: "jane@example.com", ...EVERY_FIELD })).body;
      const { status, body } = await team.contact({
        email: "jane@example.com",
        jobTitle: "CEO",
        firstName: null,
        lastName: "",
        phone: " \t ",
        skills: [],
        location: [""],
        linkedinUrl: "https://www.linkedin.com/in/jane",
      });
      expect(status).toBe(200);
      const { created: _created, ...unchanged } = created;
      expect(body.data).toEqual({
        ...unchanged,
        linkedinUrl: "https://www.linkedin.com/in/jane",
        fields: { ...EVERY_FIELD, jobTitle: "CEO", linkedinUrl: "https://www.linkedin.com/in/jane" },
        created: false,
        updated: true,
        outcome: "updated",
        matchedBy: "email",
        changes: {
          jobTitle: { from: "CTO", to: "CEO" },
          linkedinUrl: { to: "https://www.linkedin.com/in/jane" },
        },
      });
      const read = await team.readContact(created._id);
      expect(read.fields).toEqual(body.data.fields);
      expect(Date.parse(read.updatedAt)).toBeGreaterThanOrEqual(Date.parse(created.createdAt ?? ""));
    });

    test("with what it says already: 200, updated and unmodified, and its time of update stays", async () => {
      const team = await stack().newTeam();
      const { data: created } = (await team.contact({ email: "jane@example.com", ...EVERY_FIELD })).body;
      const before = await team.readContact(created._id);
      const { status, body } = await team.contact({ email: "jane@example.com", ...EVERY_FIELD });
      expect(status).toBe(200);
      expect(body.data).toMatchObject({
        _id: created._id,
        created: false,
        updated: true,
        outcome: "unmodified",
      });
      expect(body.data.changes).toEqual({});
      expect(await team.readContact(created._id)).toEqual(before);
    });

    test("clearFields empties standard and custom fields, and only those", async () => {
      const { db } = stack();
      const team = await stack().newTeam();
      await createField(db, team.teamId, { entity: "contact", name: "score", type: "number" });
      await team.contact({ email: "jane@example.com", firstName: "Jane", jobTitle: "CTO", score: 7 });
      const { data } = (
        await team.contact({ email: "jane@example.com", clearFields: ["jobTitle", "score", "phone"] })
      ).body;
      expect(data.fields).toEqual({ firstName: "Jane" });
      expect(data.changes).toEqual({ jobTitle: { from: "CTO" }, score: { from: 7 } });
      expect((await team.readContact(data._id)).fields).toEqual({ firstName: "Jane" });
    });

    test("leaves source, createdAt and createdBy as they were", async () => {
      const { db } = stack();
      const team = await stack().newTeam();
      const { data: created } = (await team.contact({ email: "jane@example.com", source: "crm" })).body;
      await createMember(db, team.teamId, { email: "otto@example.com", name: "Otto", role: "member" });
      const { data } = (await team.contact({ email: "jane@example.com", source: "other", firstName: "Jane" }))
        .body;
      const { source, createdAt, createdBy } = created;
      expect(source).toBe("crm");
      expect(data).toMatchObject({ source, createdAt, createdBy, changes: { firstName: { to: "Jane" } } });
      expect(Object.keys(data.changes)).toEqual(["firstName"]);
    });

    test("an older observedAt loses to what is there, field by field, and is named as stale", async () => {
      const team = await stack().newTeam();
      const seen = (observedAt: string, fields: object) =>
        team.contact({ email: "jane@example.com", observedAt, ...fields }).then(({ body }) => body);
      await seen("2026-03-01T00:00:00Z", { jobTitle: "CTO" });
      const older = await seen("2026-02-01", { jobTitle: "VP", location: "Paris" });
      expect(older.data.fields).toEqual({ jobTitle: "CTO", location: "Paris" });
      expect(older.fieldRejections).toContainEqual({
        field: "jobTitle",
        reason: "stale",
        rejectedValue: "VP",
        conflictingRecordId: older.data._id,
      });
      const newer = await seen("2026-03-01T02:00:00+01:00", { jobTitle: "CEO" });
      expect(newer.data.fields).toMatchObject({ jobTitle: "CEO" });
      expect(newer.fieldRejections).toEqual([]);
      // Without observedAt it was seen now; a time to come counts as now, so it wins over no later write.
      await seen("2126-01-01T00:00:00Z", { jobTitle: "Founder" });
      expect(
        (await team.contact({ email: "jane@example.com", jobTitle: "Chair" })).body.data.fields,
      ).toMatchObject({
        jobTitle: "Chair",
      });
    });
  });

  describe("contactId", () => {
    test("updates exactly that record; identifiers beside it are values to set", async () => {
      const team = await stack().newTeam();
      const { data: created } = (await team.contact({ email: "jane@example.com", firstName: "Jane" })).body;
      const { status, body } = await team.contact({
        contactId: created._id,
        email: "jane@new.example.com",
        lastName: "Doe",
      });
      expect(status).toBe(200);
      expect(body.data).toMatchObject({
        _id: created._id,
        matchedBy: "contactId",
        emails: [{ value: "jane@new.example.com" }, { value: "jane@example.com" }],
        fields: { firstName: "Jane", lastName: "Doe" },
        changes: { email: { from: "jane@example.com", to: "jane@new.example.com" } },
      });
      // The old address stays, and matches.
      const { data } = (await team.contact({ email: "jane@example.com", phone: "1234" })).body;
      expect(data).toMatchObject({ _id: created._id, matchedBy: "email" });
      expect((await team.readContact("jane@new.example.com"))._id).toBe(created._id);
    });

    test("of no record: 400 CONTACT_NOT_FOUND_BY_ID, and nothing is created", async () => {
      const team = await stack().newTeam();
      const answer = await team.post("/api/contacts", { contactId: MADE_UP_ID, email: "jane@example.com" });
      expect(refused(answer, 400, "CONTACT_NOT_FOUND_BY_ID").message).toContain(MADE_UP_ID);
      refused(await team.get("/api/contacts/jane@example.com"), 404, "NOT_FOUND");
    });

    test("beats the other identifiers", async () => {
      const team = await stack().newTeam();
      const jane = (await team.contact({ email: "jane@example.com" })).body.data;
      const john = (await team.contact({ email: "john@example.com" })).body.data;
      const { data, fieldRejections } = (
        await team.contact({ contactId: jane._id, email: "john@example.com", firstName: "Jane" })
      ).body;
      expect(data).toMatchObject({
        _id: jane._id,
        emails: [{ value: "jane@example.com" }],
        fields: { firstName: "Jane" },
      });
      expect(fieldRejections).toEqual([
        {
          field: "email",
          reason: "duplicate",
          rejectedValue: "john@example.com",
          conflictingRecordId: john._id,
        },
      ]);
    });
  });
});
