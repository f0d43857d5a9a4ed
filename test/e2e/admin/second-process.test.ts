import { afterAll, describe, expect, test } from "vitest";
import { spawnApp } from "../../support/spawn-app.ts";
import { createClient, refused } from "../support/client.ts";
import type { Client } from "../support/client.ts";
import { useSharedStack } from "../support/shared-stacks.ts";
import { until } from "../support/until.ts";
import { addMember, makeKey, patch, revoke, rotate, twoContacts } from "./support/steps.ts";

/** A revocation reaches every API process within seconds. */
const SECONDS_MS = 8_000;

const stack = useSharedStack();

describe("a second API process", () => {
  const second = once(() => spawnApp("api", stack().env));
  afterAll(async () => (await second()).kill());

  async function onSecond(key: string): Promise<Client> {
    const { url } = await second();
    return createClient({ conformance: stack().conformance, url: () => url, key });
  }

  test("refuses a revoked key within seconds, the one that revoked it at once", async () => {
    const team = await stack().newTeam();
    const { _id, key } = await makeKey(team, { name: "shared" });
    const [here, there] = [stack().clientWith(key), await onSecond(key)];
    for (const client of [here, there]) expect((await client.get("/api/team")).status).toBe(200);
    await revoke(team, _id);
    refused(await here.get("/api/team"), 401, "UNAUTHORIZED");
    const answer = await until("the other process refuses it", SECONDS_MS, async () => {
      const each = await there.get("/api/team");
      return each.status === 200 ? undefined : each;
    });
    refused(answer, 401, "UNAUTHORIZED");
    expect((await team.get("/api/team")).status).toBe(200);
  });

  test("refuses a secret that was replaced without overlap within seconds, and takes the new one", async () => {
    const team = await stack().newTeam();
    const { _id, key } = await makeKey(team, { name: "shared" });
    const there = await onSecond(key);
    expect((await there.get("/api/team")).status).toBe(200);
    const { key: next } = await rotate(team, _id, { overlapHours: 0 });
    expect((await (await onSecond(next)).get("/api/team")).status).toBe(200);
    await until(
      "the other process refuses it",
      SECONDS_MS,
      async () => (await there.get("/api/team")).status === 401,
    );
  });

  test("knows the team's new default and rules, a blocked member and a field that went within seconds", async () => {
    const team = await stack().newTeam();
    const there = await onSecond(team.key);
    const { userId } = await addMember(team, { email: "otto@example.com" });
    const otto = await makeKey(team, { name: "otto's", userId });
    const ottoThere = await onSecond(otto.key);
    const clash = await twoContacts(team);
    await team.post("/api/fields", { entity: "contact", name: "score", type: "number" });
    const scored = { email: "jane@example.com", score: 1 };
    expect((await there.post("/api/contacts", scored)).status).toBe(200);
    const shared = { email: "info@example.com" };
    expect((await there.post("/api/contacts", shared)).status).toBe(201);
    expect((await ottoThere.get("/api/team")).status).toBe(200);

    await patch(team, "/api/team", { onConflict: "strict" });
    await patch(team, `/api/team/members/${userId}`, { blocked: true });
    await team.request("DELETE", "/api/fields/contact/score");
    await team.request("PUT", "/api/identity-rules", { body: { never: ["info@*"] } });
    await Promise.all([
      until(
        "the rules are known",
        SECONDS_MS,
        async () => (await there.post("/api/contacts", shared)).status === 400,
      ),
      until(
        "the default is known",
        SECONDS_MS,
        async () => (await there.post("/api/contacts", clash)).status === 409,
      ),
      until(
        "the member is blocked",
        SECONDS_MS,
        async () => (await ottoThere.get("/api/team")).status === 403,
      ),
      until(
        "the field is gone",
        SECONDS_MS,
        async () => (await there.post("/api/contacts", scored)).status === 400,
      ),
    ]);
  });
});

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
