import { MergeContactsAnswer } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { callsOf, NO_CONTACT, succeeded, without } from "./support/calls.ts";

const LINKEDIN = "https://www.linkedin.com/in/jane-doe";

onEachSharedStack((stack) => {
  /** Three records of one person; the second says another job title than the first. */
  async function three() {
    const team = await stack().newTeam();
    const jane = (await team.contact({ email: "jane@example.com", firstName: "Jane", jobTitle: "CTO" })).body;
    const doe = (await team.contact({ email: "j.doe@example.com", lastName: "Doe", jobTitle: "VP" })).body;
    const profile = (await team.contact({ linkedinUrl: LINKEDIN, phone: "+33 1 23 45 67 89" })).body;
    return { team, ...callsOf(team), ids: [jane.data._id, doe.data._id, profile.data._id] as const };
  }

  describe("POST /api/contacts/merge", () => {
    test("merges by id and by e-mail; the survivor's values stand, the others fill what it lacks", async () => {
      const { team, merge, ids } = await three();
      const [jane, doe, profile] = ids;
      const answer = await merge(jane, " J.Doe@Example.com ", profile);
      const { job } = answer;
      expect(job).toEqual({
        id: expect.stringMatching(/^job_/),
        url: `/api/jobs/${job?.id}`,
        clock: expect.any(Number),
      });
      expect(answer).toEqual({
        success: true,
        merged: true,
        primaryId: jane,
        mergedIds: [doe, profile],
        remainingIds: [],
        rejectedFields: [
          expect.objectContaining({ field: "jobTitle", rejectedValue: "VP", conflictingRecordId: doe }),
        ],
        data: await team.readContact(jane),
        job,
        undoUrl: `/api/contacts/merge/${job?.id}/undo`,
      });
      expect(answer.data).toMatchObject({
        _id: jane,
        email: "jane@example.com",
        emails: [{ value: "jane@example.com" }, { value: "j.doe@example.com" }],
        linkedinUrl: LINKEDIN,
        fullName: "Jane Doe",
        fields: { firstName: "Jane", lastName: "Doe", jobTitle: "CTO", phone: "+33 1 23 45 67 89" },
      });
    });

    test("leaves rejectedFields out where nothing stood against anything", async () => {
      const { merge, ids } = await three();
      expect(await merge(ids[0], ids[2])).not.toHaveProperty("rejectedFields");
    });

    test("the merged ids and identifiers lead to the survivor, GET says where it is", async () => {
      const { team, merge, ids } = await three();
      const [jane, doe, profile] = ids;
      await merge(jane, doe, profile);
      const survivor = await team.readContact(jane);
      for (const name of [doe, profile]) {
        const { status, headers, body } = await team.get(`/api/contacts/${name}`);
        expect([status, body]).toEqual([200, survivor]);
        expect(headers.get("content-location")).toBe(`/api/contacts/${jane}`);
      }
      for (const name of [jane, "jane@example.com", "j.doe@example.com"]) {
        const { status, headers, body } = await team.get(`/api/contacts/${name}`);
        expect([status, body]).toEqual([200, survivor]);
        expect(headers.has("content-location")).toBe(false);
      }
      for (const body of [{ contactId: doe }, { email: "j.doe@example.com" }, { linkedinUrl: LINKEDIN }])
        expect((await team.contact({ ...body, tagline: JSON.stringify(body) })).body.data).toMatchObject({
          _id: jane,
          updated: true,
        });
    });

    test("the same request again, by old ids too, answers the same and changes nothing", async () => {
      const { team, merge, ids } = await three();
      const [jane, doe, profile] = ids;
      const first = await merge(jane, doe, profile);
      const again = await merge(jane, doe, profile);
      expect(again).toEqual({ ...without(first, "undoUrl", "rejectedFields"), job: again.job });
      expect(again.job?.id).not.toBe(first.job?.id);
      // There is nothing of its own to take back.
      expect(again).not.toHaveProperty("undoUrl");
      expect(await team.readContact(jane)).toEqual(first.data);
    });

    test("what was accepted before and is applied after lands on the survivor", async () => {
      const { team, merge, ids } = await three();
      const [jane, doe] = ids;
      await stack().stopWorker();
      const late = [
        await team.acceptedContact({ contactId: doe, tagline: "by id" }),
        await team.acceptedContact({ email: "j.doe@example.com", summary: "by e-mail" }),
      ];
      await merge(jane, doe);
      await stack().startWorker();
      for (const { body } of late)
        expect(await team.job(body.job.id, 30)).toMatchObject({
          status: "completed",
          result: { data: { _id: jane, updated: true } },
        });
      expect((await team.readContact(doe)).fields).toMatchObject({ tagline: "by id", summary: "by e-mail" });
    });

    test("dryRun=true answers the same without a job, and nothing is merged", async () => {
      const { team, merge, ids } = await three();
      const [jane, doe, profile] = ids;
      const before = await Promise.all(ids.map((id) => team.readContact(id)));
      const body = { primaryId: jane, secondaryIds: [doe, profile] };
      const dry = succeeded(await team.post("/api/contacts/merge?dryRun=true", body), MergeContactsAnswer);
      expect(dry).toMatchObject({ dryRun: true, merged: true });
      expect(dry).not.toHaveProperty("job");
      expect(dry).not.toHaveProperty("undoUrl");
      expect(await Promise.all(ids.map((id) => team.readContact(id)))).toEqual(before);

      const real = await merge(jane, doe, profile);
      expect(without(dry, "dryRun", "data")).toEqual(without(real, "job", "undoUrl", "data"));
      expect(without(dry.data, "updatedAt")).toEqual(without(real.data, "updatedAt"));
    });

    test("its job shows what it did", async () => {
      const { team, merge, ids } = await three();
      const { job, data } = await merge(ids[0], ids[1]);
      expect(await team.job(job?.id ?? "")).toMatchObject({
        id: job?.id,
        kind: "merge",
        status: "completed",
        httpStatus: 200,
        counts: { total: 1, updated: 1, pending: 0 },
        result: {
          success: true,
          data: { _id: data._id, updated: true, mergedIds: [ids[1]], fields: data.fields },
          job,
        },
      });
    });

    test("a merged record can be named as the primary and is its survivor; merges of merges lead to the last", async () => {
      const { team, merge, ids } = await three();
      const [jane, doe, profile] = ids;
      await merge(jane, doe);
      expect(await merge(doe, profile)).toMatchObject({ primaryId: jane, mergedIds: [profile] });
      const other = (await team.contact({ email: "other@example.com" })).body.data._id;
      expect(await merge(other, jane)).toMatchObject({ primaryId: other, mergedIds: [jane] });
      for (const id of ids) expect((await team.readContact(id))._id).toBe(other);
    });

    test("records that aren't there: 404 that names each, and nothing is merged", async () => {
      const { team, ids } = await three();
      const [jane, doe] = ids;
      const before = await team.readContact(jane);
      const post = (primaryId: string, ...secondaryIds: string[]) =>
        team.post("/api/contacts/merge", { primaryId, secondaryIds });
      const one = refused(await post(jane, doe, "nobody@example.com"), 404, "NOT_FOUND");
      expect(one.error.details).toEqual([
        { path: "secondaryIds[1]", code: "NOT_FOUND", message: expect.stringContaining("secondaryIds[1]") },
      ]);
      const both = refused(await post(NO_CONTACT, doe, "nobody@example.com"), 404, "NOT_FOUND");
      expect(both.error.details?.map(({ path }) => path)).toEqual(["primaryId", "secondaryIds[1]"]);
      expect(await team.readContact(jane)).toEqual(before);
      expect((await team.readContact(doe))._id).toBe(doe);
    });

    test.each([
      [{}, ["primaryId", "secondaryIds"]],
      [{ primaryId: 1, secondaryIds: [] }, ["primaryId", "secondaryIds"]],
      [
        { primaryId: "", secondaryIds: ["nope", 2, NO_CONTACT] },
        ["primaryId", "secondaryIds[0]", "secondaryIds[1]"],
      ],
      [{ primaryId: NO_CONTACT, secondaryIds: "a@example.com" }, ["secondaryIds"]],
      [{ primaryId: NO_CONTACT, secondaryIds: [NO_CONTACT] }, ["secondaryIds[0]"]],
      [
        { primaryId: "a@example.com", secondaryIds: ["b@example.com", "B@Example.com", "A@example.com"] },
        ["secondaryIds[1]", "secondaryIds[2]"],
      ],
      [
        { primaryId: NO_CONTACT, secondaryIds: Array.from({ length: 10 }, (_, i) => `p${i}@example.com`) },
        ["secondaryIds"],
      ],
      [
        { primaryId: "cpn_0000000000000000A", secondaryIds: ["example.com"] },
        ["primaryId", "secondaryIds[0]"],
      ],
      [{ primaryId: "a@example.com", secondaryIds: ["b@example.com"], dryRun: true }, ["dryRun"]],
    ])("400 with all problems of the body %j", async (body, paths) => {
      const team = await stack().newTeam();
      const answer = await team.post("/api/contacts/merge", body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ error: { details: paths.map((path) => ({ path })) } });
    });

    test("a record that is named twice by different names: 400, nothing is merged", async () => {
      const { team, ids } = await three();
      const [jane, doe, profile] = ids;
      const body = { primaryId: jane, secondaryIds: ["jane@example.com", doe, profile, "j.doe@example.com"] };
      const { error } = refused(await team.post("/api/contacts/merge", body), 400, "INVALID_REQUEST");
      expect(error.details?.map(({ path }) => path)).toEqual(["secondaryIds[0]", "secondaryIds[3]"]);
      expect((await team.readContact(profile))._id).toBe(profile);
    });

    test("an unknown query parameter is refused, so that a misspelt dryRun doesn't merge", async () => {
      const { team, ids } = await three();
      const body = { primaryId: ids[0], secondaryIds: [ids[1]] };
      for (const query of ["?dryrun=true", "?dryRun=yes", "?dryRun=true&dryRun=false"])
        refused(await team.post(`/api/contacts/merge${query}`, body), 400, "INVALID_REQUEST");
      expect((await team.readContact(ids[1]))._id).toBe(ids[1]);
    });

    test("more e-mails than a record can have: 409, nothing is merged", async () => {
      const team = await stack().newTeam();
      const full = (who: string) => ({
        email: `${who}@example.com`,
        additionalEmails: Array.from({ length: 20 }, (_, i) => `${who}.${i}@example.com`),
      });
      await team.contact(full("jane"));
      await team.contact(full("john"));
      const body = { primaryId: "jane@example.com", secondaryIds: ["john@example.com"] };
      const { message } = refused(await team.post("/api/contacts/merge", body), 409, "MERGE_TOO_LARGE");
      expect(message).toContain("42 e-mails");
      expect((await team.readContact("john@example.com")).emails).toHaveLength(21);
    });
  });

  describe("POST /api/companies/merge", () => {
    test("merges companies; contacts that were linked to one show the survivor", async () => {
      const team = await stack().newTeam();
      const { mergeCompanies } = callsOf(team);
      const acme = (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id;
      const old = (await team.company({ name: "Acme Inc", domain: "acme-inc.example", size: "11-50" })).body
        .data._id;
      await team.contact({ email: "jane@example.com", companyId: old });
      const answer = await mergeCompanies(acme, "ACME-inc.example");
      expect(answer).toEqual({
        success: true,
        merged: true,
        primaryId: acme,
        mergedIds: [old],
        remainingIds: [],
        rejectedFields: [expect.objectContaining({ field: "name", rejectedValue: "Acme Inc" })],
        data: await team.readCompany(acme),
        job: answer.job,
        undoUrl: `/api/companies/merge/${answer.job?.id}/undo`,
      });
      expect(answer.data).toMatchObject({ name: "Acme", domain: "acme.example", fields: { size: "11-50" } });
      const byOldId = await team.get(`/api/companies/${old}`);
      expect(byOldId.headers.get("content-location")).toBe(`/api/companies/${acme}`);
      expect(byOldId.body).toEqual(answer.data);
      expect((await team.readCompany("acme-inc.example"))._id).toBe(acme);

      expect((await team.readContact("jane@example.com")).companyId).toBe(acme);
      const linked = (await team.contact({ email: "john@example.com", companyId: old })).body;
      expect(linked.data).toMatchObject({ companyLinked: true, companyId: acme });
      expect(linked.warnings).toEqual([]);
      expect((await team.company({ companyId: old, tagline: "One" })).body.data).toMatchObject({ _id: acme });
    });

    test("400 for what is no company's name", async () => {
      const team = await stack().newTeam();
      const body = { primaryId: NO_CONTACT, secondaryIds: ["jane@example.com"] };
      const { error } = refused(await team.post("/api/companies/merge", body), 400, "INVALID_COMPANY_ID");
      expect(error.details?.map(({ path }) => path)).toEqual(["primaryId", "secondaryIds[0]"]);
    });
  });

  test("a strict conflict names every record, and the merge that it asks for can be done from it", async () => {
    const { team, merge, ids } = await three();
    const both = { email: "jane@example.com", linkedinUrl: LINKEDIN };
    const strict = () => team.post("/api/contacts?onConflict=strict", both);
    const { error } = refused(await strict(), 409, "IDENTITY_CONFLICT");
    const told = JSON.stringify(error);
    expect(told).toContain(ids[0]);
    expect(told).toContain(ids[2]);
    expect(error.details?.map(({ path }) => path)).toEqual(expect.arrayContaining(["linkedinUrl"]));
    await merge(ids[0], ids[2]);
    expect((await strict()).status).toBe(200);
  });

  test("onConflict=merge says which records it merged, and they lead to the survivor", async () => {
    const { team, ids } = await three();
    const { data } = (
      await team.contact(
        { email: "jane@example.com", linkedinUrl: LINKEDIN, tagline: "One" },
        { query: "?onConflict=merge" },
      )
    ).body;
    expect(data).toMatchObject({ _id: ids[0], mergedIds: [ids[2]] });
    expect((await team.readContact(ids[2]))._id).toBe(ids[0]);
    expect((await team.contact({ email: "jane@example.com" })).body.data).not.toHaveProperty("mergedIds");
  });
});
