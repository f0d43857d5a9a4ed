import { ConsoleSessionAnswer } from "@onefold/contract";
import { createConsoleSecret, isConsoleSecret, takeLink } from "@onefold/records";
import type { KeyOwner } from "@onefold/records";
import { z } from "zod";
import { readSecret } from "../auth/read-secret.ts";
import { requireKey, unauthorized, usable } from "../auth/require-key.ts";
import { requireOwnPage } from "../auth/require-own-page.ts";
import { requireOneOf } from "../auth/require-scope.ts";
import { keepSession } from "../auth/session-cookie.ts";
import { administering } from "../errors/administering.ts";
import { answer } from "../openapi/answers.ts";
import { json } from "../openapi/content.ts";
import type { AppContext } from "../request/app-env.ts";
import { reply } from "../request/reply.ts";
import { ANY_KEY, defineRoute } from "../route.ts";
import type { Services } from "../services.ts";
import { presentSession } from "./present-session.ts";
import { SESSION } from "./sample.ts";

interface SignedIn {
  readonly session: string;
  readonly key: KeyOwner;
}

/** Outside `/api`, as what is sent needn't be a key. */
export const signInRoute = defineRoute({
  method: "POST",
  path: "/console/sign-in",
  scopes: ANY_KEY,
  asksForKey: "required",
  operationId: "signIn",
  summary: "Sign in to the console",
  description:
    "The bearer token is an API key, or what is behind the # of a link, which this uses up. The cookie of the answer is " +
    "a session of 12 hours: it may do what its key may, and ends with it.",
  request: {},
  answers: {
    200: answer("Who is signed in now.", json(ConsoleSessionAnswer, { success: true, data: SESSION }), {
      "Set-Cookie": z.string().meta({ description: "The session, which no script can read." }),
    }),
  },
  errors: ["401", "403", "429", "503"],
  async handle(c, services) {
    const authorization = c.req.header("authorization");
    if (authorization === undefined) throw unauthorized(c);
    // No other site signs anybody in.
    if (c.req.header("sec-fetch-site") ?? c.req.header("origin")) requireOwnPage(c);
    services.keys.attempt(c.env.incoming);
    const secret = readSecret(authorization, c.req.raw);
    if (secret === undefined) throw unauthorized(c);
    const by = isConsoleSecret("link", secret) ? byLink : byKey;
    const { key, session } = await by(c, services, secret);
    return reply(c, 200, await presentSession(services, key), keepSession(c, session));
  },
});

async function byLink(c: AppContext, { db, keys }: Services, link: string): Promise<SignedIn> {
  const made = await administering(() => takeLink(db, link));
  if (!made)
    throw unauthorized(
      c,
      "This link was used before, or its 10 minutes are over: npx onefold console prints another.",
    );
  // A key that was revoked meanwhile, or whose member is blocked, is nobody's session.
  const key = await usable(c, keys.findSession(made.secret, c.env.incoming));
  return { key, session: made.secret };
}

async function byKey(c: AppContext, { db, keys }: Services, secret: string): Promise<SignedIn> {
  const key = await requireKey(c, keys);
  requireOneOf(key, ANY_KEY);
  const made = await administering(() => createConsoleSecret(db, "session", key, secret));
  // It was rotated or revoked since this process last looked.
  if (!made) throw unauthorized(c);
  return { key, session: made.secret };
}
