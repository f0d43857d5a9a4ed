import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { callsOf, NO_CONTACT } from "./support/calls.ts";

onEachSharedStack((stack) => {
  async function withThree() {
    const team = await stack().newTeam();
    const { data } = (
      await team.contact({
        email: "jane@example.com",
        additionalEmails: ["j.doe@example.com", "jane+2@example.com"],
      })
    ).body;
    return { team, ...callsOf(team), id: data._id };
  }
  const values = ({ emails }: { emails: readonly { value: string }[] }) => emails.map(({ value }) => value);

  describe("DELETE /api/contacts/{idOrEmail}/emails/{email}", () => {
    test("takes an alias away: it finds the contact no more, and is free", async () => {
      const { team, removeEmail, id } = await withThree();
      const answer = await removeEmail(id, encodeURIComponent("JANE+2@Example.com"));
      expect(answer).toEqual({
        success: true,
        data: await team.readContact(id),
        job: { id: answer.job.id, url: `/api/jobs/${answer.job.id}`, clock: expect.any(Number) },
      });
      expect(values(answer.data)).toEqual(["jane@example.com", "j.doe@example.com"]);
      expect(await team.job(answer.job.id)).toMatchObject({
        kind: "remove-email",
        status: "completed",
        httpStatus: 200,
        result: { data: { _id: id, outcome: "updated" } },
      });
      refused(await team.get(`/api/contacts/${encodeURIComponent("jane+2@example.com")}`), 404, "NOT_FOUND");
      const { status, body } = await team.contact({ email: "jane+2@example.com" });
      expect(status).toBe(201);
      expect(body.data._id).not.toBe(id);
    });

    test("where it was the primary one, another takes its place", async () => {
      const { team, removeEmail, id } = await withThree();
      const { data } = await removeEmail("jane@example.com", "jane@example.com");
      expect(data.email).toBe(data.emails[0]?.value);
      expect(values(data).toSorted()).toEqual(["j.doe@example.com", "jane+2@example.com"]);
      expect((await team.contact({ email: "j.doe@example.com" })).body.data._id).toBe(id);
    });

    test("what was accepted before and is applied after doesn't add it again", async () => {
      const { team, removeEmail, id } = await withThree();
      await stack().stopWorker();
      const late = (
        await team.acceptedContact({
          contactId: id,
          additionalEmails: ["j.doe@example.com"],
          lastName: "Late",
        })
      ).body.job.id;
      await removeEmail(id, "j.doe@example.com");
      await stack().startWorker();
      expect(await team.job(late, 30)).toMatchObject({ status: "completed" });
      const after = await team.readContact(id);
      expect(after.fields).toEqual({ lastName: "Late" });
      expect(values(after)).toEqual(["jane@example.com", "jane+2@example.com"]);
      // Accepted later, it is what somebody wants now.
      const again = await team.contact({ contactId: id, additionalEmails: ["j.doe@example.com"] });
      expect(values(again.body.data)).toContain("j.doe@example.com");
    });

    test("the last identifier stays: 409", async () => {
      const team = await stack().newTeam();
      const { removeEmail } = callsOf(team);
      await team.contact({ email: "jane@example.com" });
      const path = "/api/contacts/jane@example.com/emails/jane@example.com";
      refused(await team.request("DELETE", path), 409, "LAST_IDENTIFIER");
      expect((await team.readContact("jane@example.com")).email).toBe("jane@example.com");
      // Another kind of identifier will do.
      const linkedinUrl = "https://www.linkedin.com/in/jane";
      const { data } = (await team.contact({ email: "jane@example.com", linkedinUrl })).body;
      const after = (await removeEmail(data._id, "jane@example.com")).data;
      expect(after).toMatchObject({ emails: [], linkedinUrl });
      expect(after).not.toHaveProperty("email");
    });
  });

  describe("PUT /api/contacts/{idOrEmail}/emails/{email}/primary", () => {
    test.each(["PUT", "POST"] as const)(
      "by %s: an alias becomes the primary one, once or twice",
      async (method) => {
        const { team, setPrimaryEmail, id } = await withThree();
        const { data, job } = await setPrimaryEmail(id, "j.doe@example.com", method);
        expect(data).toEqual(await team.readContact(id));
        expect(data.email).toBe("j.doe@example.com");
        expect(values(data)[0]).toBe("j.doe@example.com");
        expect(values(data).toSorted()).toEqual([
          "j.doe@example.com",
          "jane+2@example.com",
          "jane@example.com",
        ]);
        expect(await team.job(job.id)).toMatchObject({ kind: "set-primary-email", status: "completed" });

        const again = await setPrimaryEmail("jane@example.com", "J.Doe@example.com", method);
        expect(again.data).toEqual(data);
        expect(await team.job(again.job.id)).toMatchObject({ counts: { unmodified: 1 } });
      },
    );
  });

  test("404 for no such contact, and for an e-mail that isn't its own", async () => {
    const { team, id } = await withThree();
    await team.contact({ email: "other@example.com" });
    for (const [name, email] of [
      [id, "other@example.com"],
      [id, "nobody@example.com"],
      [id, "nobody"],
      [NO_CONTACT, "jane@example.com"],
      ["nobody@example.com", "jane@example.com"],
      ["nobody", "jane@example.com"],
    ])
      for (const [method, end] of [
        ["DELETE", ""],
        ["PUT", "/primary"],
        ["POST", "/primary"],
      ] as const)
        refused(await team.request(method, `/api/contacts/${name}/emails/${email}${end}`), 404, "NOT_FOUND");
    const query = "?dryRun=true";
    const path = `/api/contacts/${id}/emails/j.doe@example.com${query}`;
    refused(await team.request("DELETE", path), 400, "INVALID_REQUEST");
    expect(values(await team.readContact(id))).toHaveLength(3);
  });
});
