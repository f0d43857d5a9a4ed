import { MemberAnswer, PatchTeamAnswer, User } from "@onefold/contract";
import { describe, expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { useSharedStack } from "../support/shared-stacks.ts";
import { addMember, makeKey, NOBODY, patch, problemsOf, twoContacts } from "./support/steps.ts";

const stack = useSharedStack();

describe("the team", () => {
  test("is renamed, and its default for conflicts holds at once where a request doesn't say", async () => {
    const team = await stack().newTeam();
    const clash = await twoContacts(team);
    const before = (await team.get("/api/team")).body;
    expect((await team.post("/api/contacts", clash)).status).toBe(200);
    const { data } = PatchTeamAnswer.parse((await patch(team, "/api/team", { onConflict: "strict" })).body);
    expect(data).toEqual({ ...Object(before), onConflict: "strict" });
    refused(await team.post("/api/contacts", clash), 409, "IDENTITY_CONFLICT");
    expect((await team.post("/api/contacts?onConflict=prefer", clash)).status).toBe(200);

    const renamed = await patch(team, "/api/team", { name: "  Zoë's team " });
    expect(renamed.body).toMatchObject({ data: { name: "Zoë's team", onConflict: "strict" } });
    expect((await team.get("/api/team")).body).toEqual(PatchTeamAnswer.parse(renamed.body).data);
  });

  test("a change is refused with all its problems, and without any change", async () => {
    const team = await stack().newTeam();
    const before = (await team.get("/api/team")).body;
    expect(problemsOf(await patch(team, "/api/team", {}))).toEqual([""]);
    expect(
      problemsOf(await patch(team, "/api/team", { plan: "pro", onConflict: "overwrite", name: "" })),
    ).toEqual(["name", "onConflict", "plan"]);
    expect((await team.get("/api/team")).body).toEqual(before);
  });
});

describe("members", () => {
  test("are added by their canonical e-mail, shown as users, and own contacts", async () => {
    const team = await stack().newTeam();
    const otto = await addMember(team, { email: " Otto@Bücher.example ", name: "Otto" });
    expect(otto).toEqual({
      userId: expect.stringMatching(/^usr_\w{17}$/),
      email: "otto@xn--bcher-kva.example",
      name: "Otto",
      role: "member",
    });
    const nameless = await addMember(team, { email: "ann@example.com", role: "owner" });
    expect(nameless).toEqual({ userId: expect.any(String), email: "ann@example.com", role: "owner" });

    const user = User.parse((await team.get(`/api/users/${otto.userId}`)).body);
    const { userId, ...rest } = otto;
    expect(user).toEqual({ _id: userId, ...rest, mailboxes: [] });
    expect((await team.get(`/api/users/${nameless.userId}`)).body).toEqual({
      _id: nameless.userId,
      email: "ann@example.com",
      role: "owner",
      mailboxes: [],
    });
    expect((await team.get("/api/team?version=v2")).body).toMatchObject({ users: [{}, otto, nameless] });

    const { data } = (await team.contact({ email: "jane@example.com", contactOwner: "otto@bücher.example" }))
      .body;
    expect(data.ownerId).toBe(userId);
  });

  test("409 for an e-mail that a member has, in whatever spelling; another team's doesn't count", async () => {
    const [team, other] = [await stack().newTeam(), await stack().newTeam()];
    await addMember(team, { email: "otto@example.com" });
    const answer = await team.post("/api/team/members", { email: "OTTO@example.com" });
    const { message } = refused(answer, 409, "MEMBER_EXISTS");
    expect(message.toLowerCase()).not.toContain("otto@");
    await addMember(other, { email: "otto@example.com" });
  });

  test("are blocked and unblocked at once, renamed and given roles; nobody blocks himself", async () => {
    const team = await stack().newTeam();
    const { userId } = await addMember(team, { email: "otto@example.com" });
    const otto = stack().clientWith((await makeKey(team, { name: "otto's", userId })).key);
    const path = `/api/team/members/${userId}`;
    expect((await otto.get("/api/team")).status).toBe(200);
    const blocked = await patch(team, path, { blocked: true, role: "guest", name: "Otto" });
    expect(MemberAnswer.parse(blocked.body).data).toEqual({
      userId,
      email: "otto@example.com",
      name: "Otto",
      role: "guest",
      blocked: true,
    });
    refused(await otto.get("/api/team"), 403, "FORBIDDEN");
    const unblocked = await patch(team, path, { blocked: false });
    expect(MemberAnswer.parse(unblocked.body).data).toMatchObject({ role: "guest", name: "Otto" });
    expect(unblocked.body).not.toHaveProperty("data.blocked");
    expect((await otto.get("/api/team")).status).toBe(200);
    refused(await patch(otto, path, { blocked: true }), 400, "INVALID_REQUEST");
    expect((await otto.get("/api/team")).status).toBe(200);
  });

  test("bodies are refused with all their problems", async () => {
    const team = await stack().newTeam();
    const post = async (body: unknown) => problemsOf(await team.post("/api/team/members", body));
    expect(await post({ role: "", userId: NOBODY, name: 1, email: "otto" })).toEqual([
      "email",
      "name",
      "role",
      "userId",
    ]);
    for (const email of [undefined, "", null, 5, "a@localhost", `${"x".repeat(255)}@example.com`])
      expect(await post({ email })).toEqual(["email"]);
    const path = `/api/team/members/${team.userId}`;
    expect(problemsOf(await patch(team, path, {}))).toEqual([""]);
    expect(
      problemsOf(await patch(team, path, { email: "a@example.com", blocked: "no", role: "x".repeat(51) })),
    ).toEqual(["blocked", "role", "email"]);
  });
});
