import { createKey } from "@onefold/records";
import { expect, test } from "vitest";
import { refused } from "../support/client.ts";
import { useSharedStack } from "../support/shared-stacks.ts";
import { NO_KEY, NO_WEBHOOK, NOBODY } from "./support/steps.ts";

const stack = useSharedStack();

/** The routes by which a team sees to itself: keys, members, webhooks, fields. */
const ROUTES = [
  ["GET", "/api/keys"],
  ["GET", "/api/cluster"],
  ["POST", "/api/keys"],
  ["DELETE", `/api/keys/${NO_KEY}`],
  ["POST", `/api/keys/${NO_KEY}/rotate`],
  ["PATCH", `/api/keys/${NO_KEY}`],
  ["GET", "/api/team"],
  ["PATCH", "/api/team"],
  ["POST", "/api/team/members"],
  ["PATCH", `/api/team/members/${NOBODY}`],
  ["GET", `/api/users/${NOBODY}`],
  ["GET", "/api/campaigns"],
  ["GET", "/api/console/session"],
  ["DELETE", "/api/console/session"],
  ["GET", "/api/webhooks"],
  ["POST", "/api/webhooks"],
  ["GET", `/api/webhooks/${NO_WEBHOOK}`],
  ["PATCH", `/api/webhooks/${NO_WEBHOOK}`],
  ["DELETE", `/api/webhooks/${NO_WEBHOOK}`],
  ["GET", `/api/webhooks/${NO_WEBHOOK}/attempts`],
  ["GET", `/api/webhooks/${NO_WEBHOOK}/attempts/1`],
  ["POST", `/api/webhooks/${NO_WEBHOOK}/replay`],
  ["GET", "/api/hooks"],
  ["POST", "/api/hooks"],
  ["DELETE", `/api/hooks/${NO_WEBHOOK}`],
  ["GET", "/api/contacts/lists"],
  ["GET", "/api/fields"],
  ["POST", "/api/fields"],
  ["DELETE", "/api/fields/contact/score"],
] as const;

test("401, 403, and for a body that can't be read 400, 413 and 415", async () => {
  const team = await stack().newTeam();
  const { teamId, userId } = team;
  const { key } = await createKey(stack().db, { teamId, userId, name: "no scopes", scopes: [] });
  const noScope = stack().clientWith(key);
  for (const [method, path] of ROUTES) {
    const hasBody = method === "POST" || method === "PATCH";
    refused(await stack().anyone.request(method, path), 401, "UNAUTHORIZED");
    refused(await noScope.request(method, path), 403, "FORBIDDEN");
    if (!hasBody) continue;
    const send = (raw: string, headers = {}) => team.request(method, path, { raw, headers });
    refused(await send("{"), 400, "INVALID_JSON");
    refused(await send("[]"), 400, "INVALID_JSON");
    refused(await send('{"constructor": 1}'), 400, "INVALID_JSON");
    refused(await send(" ".repeat(300_000)), 413, "BODY_TOO_LARGE");
    refused(await send("{}", { "Content-Type": "text/plain" }), 415, "UNSUPPORTED_MEDIA_TYPE");
  }
  refused(await team.get("/api/team?version=v3"), 400, "INVALID_REQUEST");
  refused(await team.get("/api/fields?entity=person"), 400, "INVALID_REQUEST");
  expect((await team.get("/api/fields")).status).toBe(200);
});
