import { CampaignList, EmptyList } from "@onefold/contract";
import { z } from "zod";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";

const PAGE: CampaignList = {
  campaigns: [],
  pagination: { page: 1, limit: 100, totalRecords: 0, currentPage: 1, totalPage: 0 },
};

/** Lists no campaign. lemlist's clients ask for it to see whether their key is a good one. */
export const listCampaignsRoute = defineRoute({
  method: "GET",
  path: "/api/campaigns",
  scopes: ["read"],
  operationId: "listCampaigns",
  summary: "List campaigns, of which there are none",
  description:
    "For clients of lemlist that test their key by it. Its other parameters, such as `limit` and `status`, are passed over.",
  request: {
    query: {
      version: z
        .string()
        .optional()
        .meta({ description: "`v2`: an object, as in lemlist's second version. A bare array otherwise." }),
    },
  },
  answers: { 200: answer("No campaign.", json(z.union([EmptyList, CampaignList]), [])) },
  errors: [],
  handle: (c) => reply(c, 200, c.req.query("version") === "v2" ? PAGE : []),
});
