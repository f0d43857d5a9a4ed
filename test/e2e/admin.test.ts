import { createKey } from "@onefold/records";
import { describe, expect, test } from "vitest";
import { fieldTests } from "./admin/fields.ts";
import { keyTests } from "./admin/keys.ts";
import { secondProcessTests } from "./admin/second-process.ts";
import { PROVEN_BY_ADMIN } from "./admin/proven-here.ts";
import { NO_KEY, NOBODY } from "./admin/steps.ts";
import { teamAndMemberTests } from "./admin/team-and-members.ts";
import { adminTenancyTests } from "./admin/tenancy.ts";
import { refused } from "./client.ts";
import { useStack } from "./on-each-backend.ts";

/** What a team sees to by itself: keys, members, fields. */
const stack = useStack();

keyTests(stack);
secondProcessTests(stack);
teamAndMemberTests(stack);
fieldTests(stack);
adminTenancyTests(stack);

/** The database's foreign keys see to it that a key has a team. */
const NOT_TO_BE_HAD = new Set(["GET /api/team 404"]);

describe("what every one of these routes answers", () => {
  const ROUTES = [
    ["GET", "/api/keys"],
    ["POST", "/api/keys"],
    ["DELETE", `/api/keys/${NO_KEY}`],
    ["POST", `/api/keys/${NO_KEY}/rotate`],
    ["GET", "/api/team"],
    ["PATCH", "/api/team"],
    ["POST", "/api/team/members"],
    ["PATCH", `/api/team/members/${NOBODY}`],
    ["GET", `/api/users/${NOBODY}`],
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

  test("everything that the OpenAPI document promises of them was answered here", () => {
    const unseen = stack().conformance.unseen();
    expect(unseen.filter((answer) => PROVEN_BY_ADMIN.test(answer) && !NOT_TO_BE_HAD.has(answer))).toEqual([]);
  });
});
