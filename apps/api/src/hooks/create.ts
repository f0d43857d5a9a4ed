import { CreateHookRequest, Hook } from "@onefold/contract";
import { createHook } from "@onefold/records";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { presentHook } from "../present/webhook.ts";
import type { AppContext } from "../request/app-env.ts";
import { flag, knownQuery } from "../request/query.ts";
import { readBody } from "../request/read-body.ts";
import { reply } from "../request/reply.ts";
import { ADMIN_ONLY, defineRoute } from "../route.ts";
import type { Services } from "../services.ts";
import { parseRequest } from "../validate/parse-request.ts";
import { checkTarget, EXPECTED } from "../webhooks/common.ts";
import { HOOK } from "./sample.ts";

const { targetUrl, type } = HOOK;
const { shape } = CreateHookRequest;
const QUERY = {
  targetUrl: shape.targetUrl.optional().meta({ description: "http or https." }),
  type: shape.type,
  secret: shape.secret,
  campaignId: shape.campaignId,
  isFirst: flag("Kept, and limits nothing."),
  zapId: shape.zapId,
};

export const createHookRoute = defineRoute({
  method: "POST",
  path: "/api/hooks",
  scopes: ADMIN_ONLY,
  tellsSecret: true,
  operationId: "createHook",
  summary: "Have events sent to a URL, as lemlist does",
  description:
    "What is sent is lemlist's, too (docs/lemlist.md#hooks). The parameters are taken from the query and from the body, " +
    "which wins. One with the same address, type and campaign that is there already is answered, enabled, and signs " +
    "with the secret that is given now.",
  request: { query: QUERY, body: json(CreateHookRequest, { targetUrl, type }) },
  answers: { 200: answer("The hook.", json(Hook, HOOK)) },
  errors: ["INVALID_REQUEST", "INVALID_JSON", "413", "415"],
  async handle(c, services) {
    const given = parseRequest(CreateHookRequest, await readGiven(c, services), {
      targetUrl: EXPECTED.url,
      type: "one of lemlist's types of events, such as emailsUnsubscribed",
      secret: "a text of at most 5000 characters",
      campaignId: "a text of at most 5000 characters",
      isFirst: EXPECTED.enabled,
      zapId: "a text of at most 5000 characters",
    });
    checkTarget(given.targetUrl, "targetUrl", services);
    const { teamId, userId } = c.get("key");
    const { targetUrl: url, type: asked, secret, campaignId, isFirst, zapId } = given;
    const lemlist = {
      ...(asked && asked !== "*" && { type: asked }),
      ...(campaignId && { campaignId }),
      ...(isFirst !== undefined && { isFirst }),
      ...(zapId && { zapId }),
      ...(secret && { secret }),
    };
    const hook = await administering(() => createHook(services.db, { teamId, userId, url, lemlist }));
    return reply(c, 200, presentHook(hook));
  },
});

/** Reads what is given: of what is in the query and the body, the body's. A request can be without a body. */
async function readGiven(c: AppContext, { limits }: Services): Promise<Record<string, unknown>> {
  const { headers } = c.env.incoming;
  const isEmpty = (headers["content-length"] ?? "0") === "0" && headers["transfer-encoding"] === undefined;
  const body = isEmpty ? {} : await readBody(c, limits);
  knownQuery(c, QUERY);
  const query = Object.fromEntries(
    Object.entries(c.req.query()).flatMap(([name, value]) => {
      if (!(name in QUERY)) return [];
      return [[name, name === "isFirst" ? flagOf(value) : value]];
    }),
  );
  return { ...query, ...body };
}

function flagOf(value: string): unknown {
  return value === "true" ? true : value === "false" ? false : value;
}
