import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";

onEachSharedStack((stack) => {
  describe("identifiers", () => {
    test("in any spelling they name the same contact", async () => {
      const team = await stack().newTeam();
      const { data: jane } = (
        await team.contact({
          email: "jane.doe+list@bücher.example",
          linkedinUrl: "https://www.linkedin.com/in/jürgen-doe",
          linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACwAAAbC",
        })
      ).body;
      expect(jane.emails).toEqual([{ value: "jane.doe+list@xn--bcher-kva.example" }]);
      const spellings = {
        email: ["JANE.Doe+List@BÜCHER.example", "  jane.doe+list@xn--bcher-kva.example\n"],
        linkedinUrl: [
          "http://fr.linkedin.com/in/J%C3%BCrgen-Doe/?trk=x#top",
          "www.linkedin.com/in/JÜRGEN-doe/,",
          "https://linkedin.com/pub/j%c3%bcrgen-doe",
        ],
        linkedinUrlSalesNav: [
          "https://www.linkedin.com/sales/people/ACwAAAbC,NAME_SEARCH,a1B2?_ntb=x",
          "linkedin.com/sales/lead/ACwAAAbC,",
        ],
      };
      for (const [field, values] of Object.entries(spellings)) {
        for (const value of values) {
          const { data } = (await team.contact({ [field]: value })).body;
          expect(data, value).toMatchObject({ _id: jane._id, matchedBy: field, outcome: "unmodified" });
        }
      }
    });

    test("a dot, a plus and the case of an id make another contact", async () => {
      const team = await stack().newTeam();
      const bodies = [
        { email: "janedoe@example.com" },
        { email: "jane.doe@example.com" },
        { email: "janedoe+list@example.com" },
        { linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACwAAAbC" },
        { linkedinUrlSalesNav: "https://www.linkedin.com/sales/lead/ACwAAAbc" },
        { linkedinUrl: "https://www.linkedin.com/in/ACoAAAbC" },
        { linkedinUrl: "https://www.linkedin.com/in/ACoAAAbc" },
      ];
      const answers = await Promise.all(bodies.map((body) => team.contact(body)));
      expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 201));
      expect(new Set(answers.map(({ body }) => body.data._id)).size).toBe(bodies.length);
    });

    test("a contact that was matched otherwise takes a new one; the old one goes on matching", async () => {
      const team = await stack().newTeam();
      const old = "https://www.linkedin.com/in/jane-old";
      const { data: jane } = (await team.contact({ email: "jane@example.com", linkedinUrl: old })).body;
      const linkedinUrl = "https://www.linkedin.com/in/jane-new";
      const { data } = (await team.contact({ email: "jane@example.com", linkedinUrl })).body;
      expect(data).toMatchObject({ linkedinUrl, changes: { linkedinUrl: { from: old, to: linkedinUrl } } });
      expect((await team.contact({ linkedinUrl: old, firstName: "Jane" })).body.data).toMatchObject({
        _id: jane._id,
        matchedBy: "linkedinUrl",
      });
    });
  });

  describe("identifiers of several contacts", () => {
    async function twoPeople() {
      const team = await stack().newTeam();
      const linkedinUrl = "https://www.linkedin.com/in/john";
      const jane = (await team.contact({ email: "jane@example.com", firstName: "Jane" })).body.data;
      const john = (await team.contact({ linkedinUrl, firstName: "John" })).body.data;
      return { team, jane, john, both: { email: "jane@example.com", linkedinUrl, lastName: "Doe" } };
    }

    test.each(["", "?onConflict=prefer"])(
      "prefer (%j): the strongest match is updated, the other's identifier stays with it and is named",
      async (query) => {
        const { team, jane, john, both } = await twoPeople();
        const { status, body } = await team.contact(both, { query });
        expect(status).toBe(200);
        expect(body.data).toMatchObject({
          _id: jane._id,
          matchedBy: "email",
          fields: { firstName: "Jane", lastName: "Doe" },
        });
        expect(body.data).not.toHaveProperty("linkedinUrl");
        expect(body.fieldRejections).toEqual([
          {
            field: "linkedinUrl",
            reason: "duplicate",
            rejectedValue: both.linkedinUrl,
            conflictingRecordId: john._id,
          },
        ]);
        expect(await team.readContact(john._id)).toMatchObject({
          linkedinUrl: both.linkedinUrl,
          fields: { firstName: "John" },
        });
      },
    );

    test("strict: 409 that names both, and nothing is applied", async () => {
      const { team, jane, john, both } = await twoPeople();
      const before = [await team.readContact(jane._id), await team.readContact(john._id)];
      const answer = await team.post("/api/contacts?onConflict=strict", both);
      const { error, job } = refused(answer, 409, "IDENTITY_CONFLICT");
      expect(error.details?.map(({ path, code }) => [path, code])).toEqual([
        ["email", "IDENTITY_CONFLICT"],
        ["linkedinUrl", "IDENTITY_CONFLICT"],
      ]);
      expect(error.details?.[0]?.message).toContain(jane._id);
      expect(error.details?.[1]?.message).toContain(john._id);
      expect(job?.id).toMatch(/^job_/);
      expect([await team.readContact(jane._id), await team.readContact(john._id)]).toEqual(before);
    });

    test("strict with identifiers of one contact: applied", async () => {
      const { team, jane, both } = await twoPeople();
      const { linkedinUrl: _theirs, ...own } = both;
      const { body } = await team.contact(own, { query: "?onConflict=strict" });
      expect(body.data).toMatchObject({ _id: jane._id, outcome: "updated" });
    });
  });

  describe("additionalEmails", () => {
    test("match later requests, and stand behind the primary one", async () => {
      const team = await stack().newTeam();
      const { data: jane } = (
        await team.contact({
          email: "jane@example.com",
          additionalEmails: ["Jane@Home.example.com", "jane@home.example.com", "jane@example.com", " "],
        })
      ).body;
      expect(jane.emails).toEqual([{ value: "jane@example.com" }, { value: "jane@home.example.com" }]);
      const { data } = (
        await team.contact({
          linkedinUrl: "https://www.linkedin.com/in/jane",
          email: "jane@home.example.com",
        })
      ).body;
      expect(data).toMatchObject({ _id: jane._id, matchedBy: "email" });
      expect((await team.readContact("jane@home.example.com"))._id).toBe(jane._id);
      const { data: more } = (
        await team.contact({ contactId: jane._id, additionalEmails: ["jane@work.example.com"] })
      ).body;
      expect(more.changes).toEqual({ additionalEmails: { to: ["jane@work.example.com"] } });
    });

    test("one that another contact owns is refused and named", async () => {
      const team = await stack().newTeam();
      const john = (await team.contact({ email: "john@example.com" })).body.data;
      const { status, body } = await team.contact({
        email: "jane@example.com",
        additionalEmails: ["john@example.com"],
      });
      expect(status).toBe(201);
      expect(body.data.emails).toEqual([{ value: "jane@example.com" }]);
      expect(body.fieldRejections).toEqual([
        {
          field: "additionalEmails",
          reason: "duplicate",
          rejectedValue: "john@example.com",
          conflictingRecordId: john._id,
        },
      ]);
    });

    test("past 20 on a record they are refused with the reason limit", async () => {
      const team = await stack().newTeam();
      const additionalEmails = Array.from({ length: 20 }, (_, i) => `jane+${i}@example.com`);
      const { data: jane } = (await team.contact({ email: "jane@example.com", additionalEmails })).body;
      expect(jane.emails).toHaveLength(21);
      const { status, body } = await team.contact({
        email: "jane@example.com",
        firstName: "Jane",
        additionalEmails: ["jane+3@example.com", "jane+20@example.com"],
      });
      expect(status).toBe(200);
      expect(body.fieldRejections).toEqual([
        {
          field: "additionalEmails",
          reason: "limit",
          rejectedValue: "jane+20@example.com",
          conflictingRecordId: jane._id,
        },
      ]);
      expect(body.data).toMatchObject({ emails: jane.emails, changes: { firstName: { to: "Jane" } } });
      refused(await team.get("/api/contacts/jane+20@example.com"), 404, "NOT_FOUND");
    });
  });
});
