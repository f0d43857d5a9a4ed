import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { onEachSharedStack } from "../support/shared-stacks.ts";
import { callsOf, NO_CONTACT } from "./support/calls.ts";

const ROUTE = "/api/v2/unsubscribes/contacts";
const UPDATED = "Contact subscription updated";

onEachSharedStack((stack) => {
  async function withJane() {
    const team = await stack().newTeam();
    const { data } = (await team.contact({ email: "jane@example.com" })).body;
    const send = async (method: "GET" | "POST" | "DELETE", name: string = data._id) => {
      const { status, body } = await team.request(method, `${ROUTE}/${name}`);
      return [status, body];
    };
    return { team, ...callsOf(team), id: data._id, send };
  }

  describe("the subscription of a contact", () => {
    test("POST unsubscribes, DELETE subscribes again, each as often as one likes; GET says which", async () => {
      const { team, id, send } = await withJane();
      const status = async () => {
        const { unsubscribed } = await team.readContact(id);
        expect(await send("GET")).toEqual([200, { _id: id, doNotContact: unsubscribed }]);
        return unsubscribed;
      };
      expect(await status()).toBe(false);
      expect(await send("DELETE")).toEqual([200, UPDATED]);
      expect(await status()).toBe(false);
      for (const name of [id, "JANE@example.com"]) {
        expect(await send("POST", name)).toEqual([200, UPDATED]);
        expect(await status()).toBe(true);
      }
      for (const name of ["jane@example.com", id]) {
        expect(await send("DELETE", name)).toEqual([200, UPDATED]);
        expect(await status()).toBe(false);
      }
    });

    test("an upsert never resets it, nor one that was accepted before and is applied after", async () => {
      const { team, id, send } = await withJane();
      await stack().stopWorker();
      const late = (await team.acceptedContact({ email: "jane@example.com", lastName: "Late" })).body.job.id;
      await send("POST");
      await stack().startWorker();
      await team.job(late, 30);
      expect(await team.readContact(id)).toMatchObject({ unsubscribed: true, fields: { lastName: "Late" } });
      const { data } = (await team.contact({ email: "jane@example.com", firstName: "Jane" })).body;
      expect(data.unsubscribed).toBe(true);
      expect(data.fields).toEqual({ firstName: "Jane", lastName: "Late" });
      expect(await team.readContact(id)).toMatchObject({ unsubscribed: true });
    });

    test.each([true, false, "yes"])(
      "unsubscribed: %s in a body is refused, and named",
      async (unsubscribed) => {
        const { team, id, send } = await withJane();
        await send("POST");
        for (const body of [{ unsubscribed }, { clearFields: ["unsubscribed"] }]) {
          const answer = await team.post("/api/contacts", { email: "jane@example.com", ...body });
          expect(refused(answer, 400, "INVALID_FIELD").message).toContain(ROUTE);
        }
        const field = { entity: "contact", name: "unsubscribed", type: "boolean" };
        expect((await team.post("/api/fields", field)).status).toBe(409);
        expect(await team.readContact(id)).toMatchObject({ unsubscribed: true, fields: {} });
      },
    );

    test("who doesn't want to be written to isn't after a merge either; undone, each is as before", async () => {
      const { team, merge, undo, id, send } = await withJane();
      const other = (await team.contact({ email: "other@example.com" })).body.data._id;
      await send("POST");
      const { data, undoUrl } = await merge(other, id);
      expect(data.unsubscribed).toBe(true);
      expect(await send("GET")).toEqual([200, { _id: other, doNotContact: true }]);
      await undo(undoUrl);
      expect((await team.readContact(other)).unsubscribed).toBe(false);
      expect((await team.readContact(id)).unsubscribed).toBe(true);
    });

    test("404 for no such contact", async () => {
      const { team } = await withJane();
      for (const method of ["GET", "POST", "DELETE"])
        for (const name of [NO_CONTACT, "nobody@example.com", "nobody"])
          refused(await team.request(method, `${ROUTE}/${name}`), 404, "NOT_FOUND");
      refused(await team.request("POST", `${ROUTE}/jane@example.com?dryRun=true`), 400, "INVALID_REQUEST");
      expect((await team.readContact("jane@example.com")).unsubscribed).toBe(false);
    });
  });
});
