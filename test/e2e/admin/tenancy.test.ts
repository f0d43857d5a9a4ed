import { KeysAnswer } from "@onefold/contract";
import { createField, createKey, createMember } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { useSharedStack } from "../support/shared-stacks.ts";
import type { TestTeam } from "../support/stack.ts";
import { NO_KEY, NOBODY } from "./support/steps.ts";

const stack = useSharedStack();

/** Another team's ids answer as unknown ones do, and change nothing: G6 of docs/guarantees.md. */
describe("tenancy", () => {
  test.each([
    ["a key", "DELETE", (their: Their) => `/api/keys/${their.keyId}`, `/api/keys/${NO_KEY}`, undefined],
    ["a user", "GET", (their: Their) => `/api/users/${their.userId}`, `/api/users/${NOBODY}`, undefined],
    [
      "a member",
      "PATCH",
      (their: Their) => `/api/team/members/${their.userId}`,
      `/api/team/members/${NOBODY}`,
      { blocked: true },
    ],
    ["a field", "DELETE", () => "/api/fields/contact/theirs", "/api/fields/contact/nobodys", undefined],
  ] as const)("%s of another team is not found", async (_, method, theirs, unknown, body) => {
    const their = await theirTeam();
    const ours = await stack().newTeam();
    const options = body === undefined ? {} : { body };
    const answer = await ours.request(method, theirs(their), options);
    refused(answer, 404, "NOT_FOUND");
    const malformed = `${unknown.slice(0, unknown.lastIndexOf("/"))}/x%00`;
    for (const path of [unknown, malformed])
      expect((await ours.request(method, path, options)).body).toEqual(answer.body);
    expect((await their.team.get("/api/team")).status).toBe(200);
    expect(
      (
        await stack()
          .clientWith(their.key)
          .get("/api/users/" + their.userId)
      ).status,
    ).toBe(200);
    expect((await their.team.get("/api/fields?entity=contact")).body).toMatchObject({
      data: { contact: expect.arrayContaining([expect.objectContaining({ name: "theirs" })]) },
    });
  });

  test("a key can't act as another team's member, and lists show the team's own", async () => {
    const their = await theirTeam();
    const ours = await stack().newTeam();
    const post = async (userId: string) => {
      const { error } = refused(
        await ours.post("/api/keys", { name: "key", userId }),
        400,
        "INVALID_REQUEST",
      );
      return JSON.stringify(error).replaceAll(userId, "…");
    };
    expect(await post(their.userId)).toBe(await post(NOBODY));
    expect(KeysAnswer.parse((await ours.get("/api/keys")).body).data).toHaveLength(1);
  });

  async function theirTeam(): Promise<Their> {
    const { db } = stack();
    const team = await stack().newTeam();
    await createField(db, team.teamId, { entity: "contact", name: "theirs", type: "text" });
    const { userId } = await createMember(db, team.teamId, { email: "otto@example.com", role: "member" });
    const { keyId, key } = await createKey(db, { teamId: team.teamId, userId, name: "theirs" });
    return { team, userId, keyId, key };
  }
});

interface Their {
  readonly team: TestTeam;
  readonly userId: string;
  readonly keyId: string;
  readonly key: string;
}
