import { LemListAPI } from "lemlist-sdk";
import { describe, expect, test } from "vitest";
import { useStack } from "../e2e/support/on-each-backend.ts";

/**
 * The npm package lemlist-sdk, unchanged, with this service as its `baseUrl`. It knows the team, users, hooks,
 * campaigns and leads, and no contacts or companies; it checks every body with valibot, and its `success` is
 * whether that held, since it reads no status.
 */
const stack = useStack({ worker: false });

async function newClient() {
  const team = await stack().newTeam();
  return { team, api: new LemListAPI(team.key, { baseUrl: `${stack().api.url}/api` }) };
}

describe("what there is", () => {
  test("getTeam", async () => {
    const { team, api } = await newClient();
    const result = await api.getTeam();
    expect(result).toEqual({
      success: true,
      data: {
        _id: team.teamId,
        name: expect.any(String),
        userIds: [team.userId],
        createdBy: team.userId,
        createdAt: expect.stringMatching(/Z$/),
        hooks: [],
        beta: [],
        invitedUsers: [],
      },
    });
  });

  test("getUser", async () => {
    const { team, api } = await newClient();
    expect(await api.getUser(team.userId)).toEqual({
      success: true,
      data: {
        _id: team.userId,
        email: expect.stringContaining("@example.com"),
        role: "owner",
        mailboxes: [],
      },
    });
  });

  test("getCampaigns: none", async () => {
    const { api } = await newClient();
    expect(await api.getCampaigns()).toEqual({ success: true, data: [] });
    expect(await api.getCampaigns({ offset: 0, limit: 100 })).toEqual({ success: true, data: [] });
  });

  test("createWebhook, getWebhooks, deleteWebhook", async () => {
    const { api } = await newClient();
    const targetUrl = "https://hooks.example.com/lemlist";
    const given = { targetUrl, type: "emailsUnsubscribed" } as const;
    const made = await api.createWebhook(given, { campaignId: "cam_1", isFirst: true, zapId: "zap_1" });
    const hook = {
      _id: expect.stringMatching(/^hoo_\w{17}$/),
      ...given,
      campaignId: "cam_1",
      isFirst: true,
      zapId: "zap_1",
      createdAt: expect.stringMatching(/Z$/),
    };
    expect(made).toEqual({ success: true, data: hook });
    expect(await api.getWebhooks()).toEqual({ success: true, data: [hook] });
    expect(await api.deleteWebhook(made.data?._id ?? "")).toEqual({ success: true, data: {} });
    expect(await api.getWebhooks()).toEqual({ success: true, data: [] });
  });

  test("getUser of nobody, and a wrong key: no success, and no user or team", async () => {
    const { api } = await newClient();
    const wrong = new LemListAPI("wrong", { baseUrl: `${stack().api.url}/api` });
    for (const result of [await api.getUser("usr_0000000000000000A"), await wrong.getTeam()])
      expect(result).toMatchObject({ success: false, data: undefined, error: { name: "ValiError" } });
  });
});

/**
 * Campaigns, leads, senders and credits are no part of what this service does. The SDK is told so by a 404 or 501 in JSON, and ends in a refusal of its own,
 * not in a JSON syntax error.
 */
describe("what there isn't", () => {
  test.each([
    ["getTeamSenders", 501, "GET", "/team/senders", (api: LemListAPI) => api.getTeamSenders()],
    ["getTeamCredits", 501, "GET", "/team/credits", (api: LemListAPI) => api.getTeamCredits()],
    ["getCampaign", 501, "GET", "/campaigns/cam_1", (api: LemListAPI) => api.getCampaign("cam_1")],
    ["getLead", 501, "GET", "/leads", (api: LemListAPI) => api.getLead({ email: "jane@example.com" })],
    ["pauseLead", 501, "POST", "/leads/pause/lea_1", (api: LemListAPI) => api.pauseLead("lea_1")],
  ] as const)(
    "%s: a %i, which the SDK reports as an answer that isn't its own",
    async (_, status, method, path, call) => {
      const { team, api } = await newClient();
      const answer = await team.request(method, `/api${path}`);
      expect(answer.status).toBe(status);
      expect(await call(api)).toMatchObject({
        success: false,
        data: undefined,
        error: { name: "ValiError" },
      });
    },
  );

  test("deleteWebhook of none: the SDK takes any object for a success, so the 404 must be read from the service", async () => {
    const { team, api } = await newClient();
    expect((await team.request("DELETE", "/api/hooks/hoo_1")).status).toBe(404);
    expect(await api.deleteWebhook("hoo_1")).toEqual({ success: true, data: {} });
  });
});
