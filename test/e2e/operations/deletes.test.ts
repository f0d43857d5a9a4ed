import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { callsOf, NO_COMPANY, NO_CONTACT } from "./support/calls.ts";

onEachSharedStack((stack) => {
  async function withJane() {
    const team = await stack().newTeam();
    const { body } = await team.contact({
      email: "jane@example.com",
      firstName: "Jane",
      additionalEmails: ["j.doe@example.com"],
    });
    return { team, ...callsOf(team), id: body.data._id, jobId: body.job?.id ?? "" };
  }

  describe("DELETE /api/contacts/{idOrEmail}", () => {
    test.each(["id", "e-mail"])("by %s: it is gone, and its e-mails are free", async (by) => {
      const { team, deleteContact, id } = await withJane();
      const answer = await deleteContact(by === "id" ? id : "J.Doe@example.com");
      expect(answer).toEqual({ success: true, deletedContactId: id });
      for (const name of [id, "jane@example.com", "j.doe@example.com"])
        refused(await team.get(`/api/contacts/${name}`), 404, "NOT_FOUND");
      refused(await team.request("DELETE", `/api/contacts/${id}`), 404, "NOT_FOUND");
      refused(await team.post("/api/contacts", { contactId: id }), 400, "CONTACT_NOT_FOUND_BY_ID");

      const { status, body } = await team.contact({ email: "jane@example.com" });
      expect(status).toBe(201);
      expect(body.data._id).not.toBe(id);
      expect(body.data.fields).toEqual({});
    });

    test("its jobs are told of without anything personal, also that of a merge", async () => {
      const { team, merge, deleteContact, id, jobId } = await withJane();
      await team.contact({ email: "other@example.com", lastName: "Doe" });
      const mergeJob = (await merge(id, "other@example.com")).job?.id ?? "";
      await deleteContact(id);
      for (const [job, counts] of [
        [await team.job(jobId), { created: 1 }],
        [await team.job(mergeJob), { updated: 1 }],
      ] as const) {
        expect(job).toMatchObject({ status: "completed", erased: true, counts: { total: 1, ...counts } });
        expect(job).not.toHaveProperty("result");
        expect(JSON.stringify(job)).not.toMatch(/jane|doe|@/i);
      }
      refused(await team.request("POST", `/api/contacts/merge/${mergeJob}/undo`), 409, "UNDO_REFUSED");
    });

    test("nothing personal of it is left in the database", async () => {
      const { team, merge, deleteContact, id } = await withJane();
      await team.contact({ email: "zebedee@example.com", lastName: "Zebra" });
      await merge(id, "zebedee@example.com");
      await deleteContact(id);
      const { db } = stack();
      for (const table of [
        "contacts",
        "contact_identifiers",
        "receipts",
        "merges",
        "tombstones",
        "retired_records",
      ]) {
        const { rows } = await sql<{ row: string }>`
          select t::text as row from ${sql.table(table)} t where t.team_id = ${team.teamId}`.execute(db);
        expect(rows.map(({ row }) => row).join("\n"), table).not.toMatch(/jane|doe|zebedee|zebra/i);
      }
    });

    test("what was accepted before and is applied after doesn't bring it back; what is accepted after creates another", async () => {
      const { team, deleteContact, id } = await withJane();
      await stack().stopWorker();
      const late = (await team.acceptedContact({ email: "jane@example.com", lastName: "Late" })).body.job.id;
      const byAlias = (await team.acceptedContact({ email: "j.doe@example.com" })).body.job.id;
      const byId = (await team.acceptedContact({ contactId: id, lastName: "Late" })).body.job.id;
      await deleteContact(id);
      const after = (await team.acceptedContact({ email: "jane@example.com", lastName: "New" })).body.job.id;
      await stack().startWorker();

      for (const jobId of [late, byAlias])
        expect(await team.job(jobId, 30)).toMatchObject({
          status: "failed",
          httpStatus: 410,
          error: { code: "DELETED" },
          counts: { rejected: 1 },
        });
      expect(await team.job(byId, 30)).toMatchObject({ status: "failed" });
      expect(await team.job(after, 30)).toMatchObject({ status: "completed", httpStatus: 201 });
      const jane = await team.readContact("jane@example.com");
      expect(jane).toMatchObject({ fields: { lastName: "New" }, emails: [{ value: "jane@example.com" }] });
      expect(jane._id).not.toBe(id);
      refused(await team.get("/api/contacts/j.doe@example.com"), 404, "NOT_FOUND");
    });

    test("by the id of a record that was merged: the survivor is erased, and neither id leads anywhere", async () => {
      const { team, merge, deleteContact, id } = await withJane();
      const old = (await team.contact({ email: "old@example.com" })).body.data._id;
      await merge(id, old);
      expect(await deleteContact(old)).toEqual({ success: true, deletedContactId: id });
      for (const name of [id, old, "old@example.com"])
        refused(await team.get(`/api/contacts/${name}`), 404, "NOT_FOUND");
    });

    test("404 for what isn't there, 400 for a query that it doesn't take", async () => {
      const { team, id } = await withJane();
      for (const name of [NO_CONTACT, "nobody@example.com", "nobody"])
        refused(await team.request("DELETE", `/api/contacts/${name}`), 404, "NOT_FOUND");
      for (const query of ["?dryRun=true", "?force=true"])
        refused(await team.request("DELETE", `/api/contacts/${id}${query}`), 400, "INVALID_REQUEST");
      expect((await team.readContact(id))._id).toBe(id);
    });
  });

  describe("DELETE /api/companies/{idOrDomain}", () => {
    test("by id and by domain", async () => {
      const team = await stack().newTeam();
      const { deleteCompany } = callsOf(team);
      const [acme, other] = [
        (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id,
        (await team.company({ name: "Other", domain: "other.example" })).body.data._id,
      ];
      expect(await deleteCompany(acme)).toEqual({ success: true, deletedCompanyId: acme });
      expect(await deleteCompany("Other.example")).toEqual({ success: true, deletedCompanyId: other });
      for (const name of [acme, other, "acme.example", NO_COMPANY])
        refused(await team.request("DELETE", `/api/companies/${name}`), 404, "NOT_FOUND");
    });

    test("with contacts: 400 with their number; with force they are unlinked", async () => {
      const team = await stack().newTeam();
      const { deleteCompany } = callsOf(team);
      const acme = (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id;
      for (const who of ["jane", "john"])
        await team.contact({ email: `${who}@example.com`, companyId: acme });
      const answer = await team.request("DELETE", `/api/companies/${acme}`);
      const { error, contactCount } = refused(answer, 400, "COMPANY_HAS_CONTACTS");
      expect([error.contactCount, contactCount]).toEqual([2, 2]);
      refused(
        await team.request("DELETE", `/api/companies/${acme}?force=false`),
        400,
        "COMPANY_HAS_CONTACTS",
      );
      for (const query of ["?force=yes", "?Force=true"])
        refused(await team.request("DELETE", `/api/companies/${acme}${query}`), 400, "INVALID_REQUEST");
      expect((await team.readContact("jane@example.com")).companyId).toBe(acme);

      await deleteCompany("acme.example", "?force=true");
      for (const who of ["jane", "john"])
        expect(await team.readContact(`${who}@example.com`)).not.toHaveProperty("companyId");
      const { data } = (await team.contact({ email: "jane@example.com", tagline: "Free" })).body;
      expect(data).toMatchObject({ companyLinked: false });
      expect(data).not.toHaveProperty("companyId");
    });

    test("contacts of a company that was merged into it count too", async () => {
      const team = await stack().newTeam();
      const { mergeCompanies, deleteCompany } = callsOf(team);
      const acme = (await team.company({ name: "Acme", domain: "acme.example" })).body.data._id;
      const old = (await team.company({ name: "Old", domain: "old.example" })).body.data._id;
      await team.contact({ email: "jane@example.com", companyId: old });
      await mergeCompanies(acme, old);
      const answer = await team.request("DELETE", `/api/companies/${acme}`);
      expect(refused(answer, 400, "COMPANY_HAS_CONTACTS").contactCount).toBe(1);
      await deleteCompany(acme, "?force=true");
      expect(await team.readContact("jane@example.com")).not.toHaveProperty("companyId");
    });
  });
});
