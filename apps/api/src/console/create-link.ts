import { ConsoleLinkAnswer } from "@onefold/contract";
import { presentTime } from "@onefold/present";
import { createConsoleSecret } from "@onefold/records";
import { readSecret } from "../auth/read-secret.ts";
import { authorizationOf, unauthorized } from "../auth/require-key.ts";
import { administering } from "../errors/administering.ts";
import { ApiError } from "../errors/api-error.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import { SAMPLE_LATER } from "../openapi/samples/ids.ts";
import { reply } from "../request/reply.ts";
import { ANY_KEY, defineRoute } from "../route.ts";

const LINK = json(ConsoleLinkAnswer, {
  success: true,
  data: { path: "/console/sign-in#ofl_7Qx2 and 30 characters more", validUntil: SAMPLE_LATER },
});

export const createLinkRoute = defineRoute({
  method: "POST",
  path: "/api/console/links",
  scopes: ANY_KEY,
  tellsSecret: true,
  operationId: "createConsoleLink",
  summary: "Make a link that signs in to the console",
  description:
    "It works once, within 10 minutes, and signs in as the key that asks: the session may do what the key may, and ends " +
    "with the secret that was sent. A session makes no further links.",
  request: {},
  answers: { 201: answer("The link, shown this once.", LINK) },
  errors: [],
  async handle(c, { db, keys }) {
    const authorization = authorizationOf(c, keys);
    // Else a stolen session could be prolonged for ever.
    if (authorization === undefined)
      throw new ApiError("FORBIDDEN", "A link is made by an API key, and not by a session of the console.");
    const presented = readSecret(authorization, c.req.raw);
    if (presented === undefined) throw unauthorized(c);
    const made = await administering(() => createConsoleSecret(db, "link", c.get("key"), presented));
    if (!made) throw unauthorized(c);
    const { secret, validUntil } = made;
    const data = { path: `/console/sign-in#${secret}`, validUntil: presentTime(validUntil.getTime()) };
    return reply(c, 201, { success: true, data } satisfies ConsoleLinkAnswer);
  },
});
