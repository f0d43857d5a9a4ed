import { createJobIds } from "@onefold/identity";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import type { Client } from "../support/client.ts";
import { JOB_ID_SECRET } from "../support/stack.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { callsOf, NO_CONTACT } from "./support/calls.ts";

const LINKEDIN = "https://www.linkedin.com/in/jane-doe";

/** `POST /api/contacts/merge/{jobId}/undo` and its twin for companies. */
onEachSharedStack((stack) => {
  /** Two contacts, the second with what the first lacks, as they were before they were merged. */
  async function merged() {
    const team = await stack().newTeam();
    const calls = callsOf(team);
    const jane = (await team.contact({ email: "jane@example.com", firstName: "Jane" })).body.data._id;
    const doe = (await team.contact({ email: "j.doe@example.com", linkedinUrl: LINKEDIN, lastName: "Doe" }))
      .body.data._id;
    const before = [await team.readContact(jane), await team.readContact(doe)];
    const { undoUrl = "", job } = await calls.merge(jane, doe);
    return { team, ...calls, jane, doe, before, undoUrl, jobId: job?.id ?? "" };
  }

  describe("undoing a merge", () => {
    test("both records, their identifiers and ids are as they were", async () => {
      const { team, undo, jane, doe, before, undoUrl } = await merged();
      const answer = await undo(undoUrl);
      expect(answer).toEqual({
        success: true,
        undone: true,
        primaryId: jane,
        restoredIds: [doe],
        moved: ["email", "linkedinUrl", "lastName"],
        kept: [],
        left: [],
        data: await team.readContact(jane),
        job: {
          id: expect.stringMatching(/^job_/),
          url: `/api/jobs/${answer.job.id}`,
          clock: expect.any(Number),
        },
      });
      const after = [await team.readContact(jane), await team.readContact(doe)];
      expect(after).toEqual(before);
      expect((await team.get(`/api/contacts/${doe}`)).headers.has("content-location")).toBe(false);
      expect((await team.contact({ linkedinUrl: LINKEDIN, tagline: "Mine" })).body.data._id).toBe(doe);
      expect(await team.job(answer.job.id)).toMatchObject({ kind: "undo-merge", status: "completed" });
    });

    test("goes on after a later write of what it didn't move, which stays", async () => {
      const { team, undo, jane, doe, undoUrl } = await merged();
      await team.contact({ contactId: jane, firstName: "Joan", tagline: "Later" });
      await undo(undoUrl);
      expect((await team.readContact(jane)).fields).toEqual({ firstName: "Joan", tagline: "Later" });
      expect((await team.readContact(doe)).fields).toEqual({ lastName: "Doe", linkedinUrl: LINKEDIN });
    });

    test("a field that it moved and that was written since stays; the other record has what it had", async () => {
      const { team, undo, jane, doe, undoUrl } = await merged();
      await team.contact({ contactId: jane, lastName: "Dow" });
      expect(await undo(undoUrl)).toMatchObject({ moved: ["email", "linkedinUrl"], kept: ["lastName"] });
      expect((await team.readContact(jane)).fields).toEqual({ firstName: "Jane", lastName: "Dow" });
      expect((await team.readContact(doe)).fields).toEqual({ lastName: "Doe", linkedinUrl: LINKEDIN });
    });

    test("refused once the survivor was merged again; after that one is undone, it goes", async () => {
      const { team, merge, undo, jane, doe, undoUrl } = await merged();
      const other = (await team.contact({ email: "other@example.com", tagline: "O" })).body.data._id;
      const later = await merge(other, jane);
      const { error } = refused(await team.request("POST", undoUrl), 409, "UNDO_REFUSED");
      expect(error.details?.[0]?.message).toContain(other);
      expect((await team.readContact(doe))._id).toBe(other);
      await undo(later.undoUrl);
      expect((await undo(undoUrl)).restoredIds).toEqual([doe]);
      expect((await team.readContact(doe))._id).toBe(doe);
    });

    test("of an upsert with onConflict=merge, by its job", async () => {
      const team = await stack().newTeam();
      const { undo } = callsOf(team);
      const jane = (await team.contact({ email: "jane@example.com" })).body.data._id;
      const profile = (await team.contact({ linkedinUrl: LINKEDIN })).body.data._id;
      const { body } = await team.contact(
        { email: "jane@example.com", linkedinUrl: LINKEDIN },
        { query: "?onConflict=merge" },
      );
      expect(body.data.mergedIds).toEqual([profile]);
      const url = `/api/contacts/merge/${body.job?.id}/undo`;
      refused(await team.request("POST", `${url}?row=1`), 404, "NOT_FOUND");
      expect(await undo(`${url}?row=0`)).toMatchObject({ primaryId: jane, restoredIds: [profile] });
      expect((await team.readContact(profile))._id).toBe(profile);
    });

    test("of companies: contacts show the company that they were linked to", async () => {
      const team = await stack().newTeam();
      const { mergeCompanies, undoCompanies } = callsOf(team);
      const acme = (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id;
      const old = (await team.company({ name: "Old", domain: "old.example" })).body.data._id;
      await team.contact({ email: "jane@example.com", companyId: old });
      await team.contact({ email: "john@example.com", companyId: acme });
      const { undoUrl } = await mergeCompanies(acme, old);
      expect((await team.readContact("jane@example.com")).companyId).toBe(acme);
      expect(await undoCompanies(undoUrl)).toMatchObject({ primaryId: acme, restoredIds: [old] });
      expect((await team.readContact("jane@example.com")).companyId).toBe(old);
      expect((await team.readContact("john@example.com")).companyId).toBe(acme);
      expect((await team.readCompany("old.example"))._id).toBe(old);
    });
  });

  describe("there is nothing to undo", () => {
    test("404 for a made-up job, another team's, one that merged nothing, and the other entity's route", async () => {
      const { team, jobId, doe } = await merged();
      const other = await stack().newTeam();
      const undo = (client: Client, id: string, area = "contacts") =>
        client.request("POST", `/api/${area}/merge/${id}/undo`);
      const madeUp = await undo(other, `job_${"0".repeat(30)}`);
      refused(madeUp, 404, "NOT_FOUND");
      expect((await undo(other, jobId)).body).toEqual(madeUp.body);
      const upsert = (await team.contact({ email: "other@example.com" })).body.job?.id ?? "";
      refused(await undo(team, upsert), 404, "NOT_FOUND");
      refused(await undo(team, jobId, "companies"), 404, "NOT_FOUND");
      refused(await undo(team, NO_CONTACT), 404, "NOT_FOUND");
      expect((await team.readContact(doe))._id).not.toBe(doe);
    });

    test("410 past the retention of receipts, 400 for a row that is none", async () => {
      const { team, undoUrl } = await merged();
      const old = createJobIds(JOB_ID_SECRET).issue(team.teamId, 0);
      refused(await team.request("POST", `/api/contacts/merge/${old}/undo`), 410, "JOB_EXPIRED");
      for (const query of ["?row=-1", "?row=first", "?rows=1"])
        refused(await team.request("POST", undoUrl + query), 400, "INVALID_REQUEST");
    });

    test("a second undo: 409, and nothing is changed", async () => {
      const { team, undo, jane, doe, undoUrl } = await merged();
      await undo(undoUrl);
      await team.contact({ contactId: doe, lastName: "Dow" });
      refused(await team.request("POST", undoUrl), 409, "UNDO_REFUSED");
      expect((await team.readContact(jane)).fields).toEqual({ firstName: "Jane" });
      expect((await team.readContact(doe)).fields).toEqual({ lastName: "Dow", linkedinUrl: LINKEDIN });
    });
  });
});
