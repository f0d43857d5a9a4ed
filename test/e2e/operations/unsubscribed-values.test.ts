import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";

const VARIABLES = "/api/v2/unsubscribes/variables";
const OLDER = "/api/unsubscribes";
const PROFILE = "https://www.linkedin.com/in/jane";

onEachSharedStack((stack) => {
  describe("unsubscribed values", () => {
    test("an e-mail that is unsubscribed before the contact exists makes it unsubscribed, also in an upload", async () => {
      const team = await stack().newTeam();
      const listed = await team.request("POST", `${VARIABLES}/Jane%40Example.com`);
      const value = "jane@example.com";
      expect(listed).toMatchObject({ status: 200, body: { value, variable: value, source: "api" } });
      const again = await team.request("POST", `${VARIABLES}/${value}`);
      expect(again.body).toEqual(listed.body);
      expect((await team.get(`${VARIABLES}/${value}`)).body).toEqual(listed.body);
      expect((await team.get(VARIABLES)).body).toEqual([listed.body]);

      expect((await team.contact({ email: value })).body.data.unsubscribed).toBe(true);
      await team.request("POST", `${OLDER}/@example.org`);
      const sent = await team.request("POST", "/api/contacts/batch", {
        raw: "email\njohn@example.org\njo@example.com\n",
        headers: { "Content-Type": "text/csv" },
      });
      await team.job(Object(sent.body).job.id, 30);
      expect((await team.readContact("john@example.org")).unsubscribed).toBe(true);
      expect((await team.readContact("jo@example.com")).unsubscribed).toBe(false);

      const file = String((await team.get("/api/v2/unsubscribes/exports/contacts")).body);
      expect(file).toContain("jane@example.com");
      expect(file).toContain("john@example.org");
      expect(file).not.toContain("jo@example.com");
    });

    test("a value may come as it is, with its slashes, or encoded", async () => {
      const team = await stack().newTeam();
      const { _id } = (await team.contact({ linkedinUrl: PROFILE })).body.data;
      const ids = [];
      for (const path of [
        PROFILE,
        `${PROFILE}?trk=people`,
        "https:/www.linkedin.com/in/jane",
        "linkedin.com/in/jane/",
        encodeURIComponent(PROFILE),
      ]) {
        const { status, body } = await team.request("POST", `${VARIABLES}/${path}`);
        expect(status, path).toBe(200);
        ids.push(Object(body)._id);
      }
      expect(new Set(ids).size).toBe(1);
      expect((await team.readContact(_id)).unsubscribed).toBe(true);
      const gone = await team.request("DELETE", `${VARIABLES}/${PROFILE}`);
      expect([gone.status, gone.body]).toEqual([200, "Variable subscribed"]);
      expect((await team.readContact(_id)).unsubscribed).toBe(false);
      refused(await team.request("DELETE", `${VARIABLES}/${PROFILE}`), 404, "NOT_FOUND");
      refused(await team.get(`${VARIABLES}/${PROFILE}`), 404, "NOT_FOUND");
    });

    test("many at once: each once, and what is none is told", async () => {
      const team = await stack().newTeam();
      await team.contact({ email: "jane@example.com" });
      const emails = Array.from({ length: 250 }, (_, n) => `p${n}@example.com`);
      const values = [
        "jane@example.com",
        "JANE@example.com",
        "nobody",
        "+33 6 12 34 56 78",
        "@acme.example",
        ...emails,
      ];
      const answer = await team.post(VARIABLES, { values });
      expect(answer).toMatchObject({
        status: 200,
        body: { success: true, unsubscribed: 253, skipped: [{ index: 2, value: "nobody" }] },
      });
      expect((await team.readContact("jane@example.com")).unsubscribed).toBe(true);
      const page = await team.get(`${VARIABLES}?limit=100&offset=200`);
      expect(page.body).toHaveLength(53);
      const all = String((await team.get("/api/v2/unsubscribes/exports/variables")).body);
      expect(all.trimEnd().split("\r\n")).toHaveLength(254);
      const older = String((await team.get("/api/unsubs/export")).body);
      expect(older.trimEnd().split("\r\n")).toHaveLength(253);
      refused(await team.post(VARIABLES, { values: [] }), 400, "INVALID_REQUEST");
      refused(await team.get(`${VARIABLES}?limit=101`), 400, "INVALID_REQUEST");
    });

    test("the older routes know e-mails and domains", async () => {
      const team = await stack().newTeam();
      const added = await team.request("POST", `${OLDER}/jane@example.com`);
      expect(added).toMatchObject({ status: 200, body: { email: "jane@example.com", source: "api" } });
      expect((await team.get(`${OLDER}/jane@example.com`)).body).toEqual(added.body);
      expect((await team.get(`${OLDER}?offset=0&limit=100`)).body).toEqual([added.body]);
      const contact = (await team.contact({ email: "jane@example.com" })).body.data;
      expect(contact.unsubscribed).toBe(true);
      expect((await team.request("DELETE", `${OLDER}/jane@example.com`)).body).toEqual(added.body);
      expect((await team.readContact(contact._id)).unsubscribed).toBe(false);
      refused(await team.get(`${OLDER}/jane@example.com`), 404, "NOT_FOUND");
      refused(await team.request("POST", `${OLDER}/${PROFILE}`), 400, "INVALID_REQUEST");
    });

    test("a list is its team's, and an erased person isn't on it by name", async () => {
      const [team, other] = [await stack().newTeam(), await stack().newTeam()];
      await team.request("POST", `${VARIABLES}/jane@example.com`);
      refused(await other.get(`${VARIABLES}/jane@example.com`), 404, "NOT_FOUND");
      refused(await other.request("DELETE", `${VARIABLES}/jane@example.com`), 404, "NOT_FOUND");
      expect((await other.contact({ email: "jane@example.com" })).body.data.unsubscribed).toBe(false);
      await team.contact({ email: "jane@example.com" });
      expect((await team.request("DELETE", "/api/contacts/jane@example.com")).status).toBe(200);
      expect((await team.get(VARIABLES)).body).toEqual([]);
      expect((await team.contact({ email: "jane@example.com" })).body.data.unsubscribed).toBe(true);
    });
  });
});
