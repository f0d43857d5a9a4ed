import { ConsoleSignOutAnswer } from "@onefold/contract";
import { endSession } from "@onefold/records";
import { z } from "zod";
import { authorizationOf } from "../auth/require-key.ts";
import { dropSession, readSessionCookie } from "../auth/session-cookie.ts";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { reply } from "../request/reply.ts";
import { ANY_KEY, defineRoute } from "../route.ts";

export const signOutRoute = defineRoute({
  method: "DELETE",
  path: "/api/console/session",
  scopes: ANY_KEY,
  operationId: "signOut",
  summary: "Sign out of the console",
  description:
    "Ends the browser's session: the API process that answers knows it at once, every other within seconds. Asked by a " +
    "key there is nothing to do, and the browser's is left.",
  request: {},
  answers: {
    200: answer("There is no session.", json(ConsoleSignOutAnswer, { success: true }), {
      "Set-Cookie": z.string().optional().meta({ description: "Has the browser forget the session." }),
    }),
  },
  errors: [],
  async handle(c, { db, keys }) {
    const body: ConsoleSignOutAnswer = { success: true };
    const session = authorizationOf(c, keys) === undefined ? readSessionCookie(c) : undefined;
    if (session === undefined) return reply(c, 200, body);
    await administering(() => endSession(db, c.get("key"), session));
    keys.forgetSession(session);
    return reply(c, 200, body, dropSession(c));
  },
});
