import { KeyAnswer, KeysAnswer } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { useSharedStack } from "../support/shared-stacks.ts";
import { NO_KEY, addMember, makeKey, patch, problemsOf, revoke, rotate } from "./support/steps.ts";

const stack = useSharedStack();

describe("keys", () => {
  test("are made, listed by their beginning and revoked; the key itself is shown once", async () => {
    const team = await stack().newTeam();
    const made = await makeKey(team, { name: "  Website form ", scopes: ["ingest", "ingest", "read"] });
    expect(made).toEqual({
      _id: expect.stringMatching(/^key_\w{17}$/),
      prefix: made.key.slice(0, 8),
      name: "Website form",
      scopes: ["ingest", "read"],
      userId: team.userId,
      createdAt: expect.any(String),
      key: expect.stringMatching(/^ofk_\w{34}$/),
    });
    const { key, ...listed } = made;
    const answer = await team.get("/api/keys");
    const [first, second] = KeysAnswer.parse(answer.body).data;
    expect(first).toMatchObject({ name: "test", scopes: ["admin"] });
    expect(second).toEqual(listed);
    expect(JSON.stringify(answer.body)).not.toContain(key.slice(8));
    expect(JSON.stringify(answer.body)).not.toContain("hash");

    const revoked = await revoke(team, made._id);
    expect(revoked).toEqual({ ...listed, revokedAt: expect.any(String) });
    expect(await revoke(team, made._id)).toEqual(revoked);
    const { data } = KeysAnswer.parse((await team.get("/api/keys")).body);
    expect(data[1]).toEqual(revoked);
  });

  test("act as the member and under the limit that were asked for", async () => {
    const team = await stack().newTeam();
    const { userId } = await addMember(team, { email: "otto@example.com" });
    const made = await makeKey(team, { name: "otto's", userId, rateLimit: { requests: 20, seconds: 2 } });
    expect(made).toMatchObject({ userId, rateLimit: { requests: 20, seconds: 2 }, scopes: ["admin"] });
    const listed = async () =>
      KeysAnswer.parse((await team.get("/api/keys")).body).data.find(({ _id }) => _id === made._id);
    expect(await listed()).not.toHaveProperty("lastUsedAt");
    const { data } = (await stack().clientWith(made.key).contact({ email: "jane@example.com" })).body;
    await expect
      .poll(async () => Date.parse((await listed())?.lastUsedAt ?? ""))
      .toBeGreaterThanOrEqual(Date.parse(made.createdAt));
    expect(data).toMatchObject({ ownerId: userId, createdBy: userId });
    // By default they act as the member who asks.
    expect(await makeKey(stack().clientWith(made.key), { name: "another" })).toMatchObject({ userId });
  });

  test("are renamed, and get another limit or none of their own; what they may do stays", async () => {
    const team = await stack().newTeam();
    const { _id, key } = await makeKey(team, { name: "form", rateLimit: { requests: 1, seconds: 3_600 } });
    const path = `/api/keys/${_id}`;
    const client = stack().clientWith(key);
    expect((await client.get("/api/team")).status).toBe(200);
    refused(await client.get("/api/team"), 429, "RATE_LIMITED");
    const change = { name: "forms", rateLimit: { requests: 10, seconds: 3_600 } };
    expect((await patch(team, path, change)).body).toMatchObject({ data: { ...change, scopes: ["admin"] } });
    expect((await client.get("/api/team")).status).toBe(200);
    expect(KeyAnswer.parse((await patch(team, path, { rateLimit: null })).body).data).not.toHaveProperty(
      "rateLimit",
    );
    for (let n = 0; n < 3; n++) expect((await client.get("/api/team")).status).toBe(200);
    const wrong = { name: "", rateLimit: { requests: 0, seconds: 1 }, scopes: ["read"], userId: "usr_1" };
    expect(problemsOf(await patch(team, path, wrong))).toEqual([
      "name",
      "rateLimit.requests",
      "scopes",
      "userId",
    ]);
    refused(await patch(team, path, {}), 400, "INVALID_REQUEST");
    await revoke(team, _id);
    refused(await patch(team, path, { name: "again" }), 404, "NOT_FOUND");
  });

  test("can revoke themselves, and are refused from then on", async () => {
    const team = await stack().newTeam();
    const { _id, key } = await makeKey(team, { name: "short-lived" });
    const client = stack().clientWith(key);
    await revoke(client, _id);
    refused(await client.get("/api/team"), 401, "UNAUTHORIZED");
  });

  test("are given a new secret under the same id; what went before works until its time is over", async () => {
    const team = await stack().newTeam();
    const { key: first, ...made } = await makeKey(team, { name: "sync", scopes: ["read"] });
    const { key: second, ...rotated } = await rotate(team, made._id);
    expect(rotated).toEqual({
      ...made,
      prefix: second.slice(0, 8),
      rotatedAt: expect.any(String),
      previousUntil: expect.any(String),
    });
    const overlapMs = Date.parse(rotated.previousUntil ?? "") - Date.parse(rotated.rotatedAt ?? "");
    expect(Math.round(overlapMs / 60_000)).toBe(24 * 60);
    const status = async (key: string) => (await stack().clientWith(key).get("/api/team")).status;
    expect([await status(first), await status(second)]).toEqual([200, 200]);

    const { key: third } = await rotate(team, made._id, { overlapHours: 0 });
    expect([await status(first), await status(second), await status(third)]).toEqual([401, 401, 200]);
    const { key: fourth } = await rotate(team, made._id, { overlapHours: 168 });
    await revoke(team, made._id);
    expect([await status(third), await status(fourth)]).toEqual([401, 401]);
    for (const id of [made._id, NO_KEY, "nothing"])
      refused(await team.post(`/api/keys/${id}/rotate`, {}), 404, "NOT_FOUND");
    for (const overlapHours of [-1, 1.5, 169, "24"])
      expect(problemsOf(await team.post(`/api/keys/${NO_KEY}/rotate`, { overlapHours }))).toHaveLength(1);
  });

  test("a body is refused with all its problems", async () => {
    const team = await stack().newTeam();
    const body = {
      name: " ",
      userId: "otto",
      scopes: ["read", "write"],
      rateLimit: { requests: 0, seconds: 1.5, days: 1 },
      key: "ofk_of-my-own",
    };
    expect(problemsOf(await team.post("/api/keys", body))).toEqual([
      "name",
      "userId",
      "scopes[1]",
      "rateLimit",
      "rateLimit.requests",
      "rateLimit.seconds",
      "key",
    ]);
    for (const name of [undefined, 5, "a\nb", "\ud800", "x".repeat(256)])
      expect(problemsOf(await team.post("/api/keys", { name, scopes: ["read"] }))).toEqual(["name"]);
    // What it may do is never assumed.
    expect(problemsOf(await team.post("/api/keys", { name: "key" }))).toEqual(["scopes"]);
    for (const scopes of [[], "read", ["read", null]])
      expect(problemsOf(await team.post("/api/keys", { name: "key", scopes }))).toHaveLength(1);
    expect((await team.post("/api/keys", { name: "key", __proto__: 1, rateLimit: null })).status).toBe(400);
  });
});
