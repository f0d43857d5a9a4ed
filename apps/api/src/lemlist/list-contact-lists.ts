import { EmptyList } from "@onefold/contract";
import { z } from "zod";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { defineRoute } from "../route.ts";

/** Lists no list. Without the route, `lists` would be taken for the name of a contact that isn't there. */
export const listContactListsRoute = defineRoute({
  method: "GET",
  path: "/api/contacts/lists",
  scopes: ["read"],
  operationId: "listContactLists",
  summary: "List the lists of contacts, of which there are none",
  description: "For clients of lemlist that let their user choose one.",
  request: {
    query: {
      search: z.string().optional().meta({ description: "Taken as lemlist takes it; none has such a name." }),
    },
  },
  answers: { 200: answer("No list.", json(EmptyList, [])) },
  errors: [],
  handle: (c) => reply(c, 200, []),
});
