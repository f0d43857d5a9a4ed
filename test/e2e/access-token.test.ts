import { expect, test } from "vitest";
import { refused } from "./support/client.ts";
import { startStack } from "./support/stack.ts";

const JANE = { email: "jane@example.com" };

test("a key in the query is refused by default, and with it the parameter", async () => {
  await using stack = await startStack({ worker: false });
  const { key, get } = await stack.newTeam();
  refused(await stack.anyone.get(`/api/team?access_token=${key}`), 401, "UNAUTHORIZED");
  refused(await get(`/api/contacts?access_token=${key}`), 400, "INVALID_REQUEST");
});

test("where the setting allows it: read and write, also under one Idempotency-Key by either way; never in logs", async () => {
  await using stack = await startStack({ env: { ACCESS_TOKEN: "allowed", LOG_LEVEL: "trace" } });
  const { key, ...team } = await stack.newTeam();
  const { anyone } = stack;
  const at = (path: string) => `${path}${path.includes("?") ? "&" : "?"}access_token=${key}`;

  expect((await anyone.get(at("/api/team"))).body).toMatchObject({ _id: team.teamId });
  const once = { headers: { "Idempotency-Key": "once" } };
  const posted = await anyone.post(at("/api/contacts"), JANE, once);
  expect(posted.status).toBe(201);
  const repeated = await team.post("/api/contacts", JANE, once);
  expect([repeated.status, repeated.body]).toEqual([201, posted.body]);
  const upload = { headers: { "Idempotency-Key": "rows" } };
  const rows = [JANE, { email: "john@example.com" }];
  const uploaded = await anyone.post(at("/api/contacts/batch"), rows, upload);
  expect(uploaded.status).toBe(202);
  const job = Object(uploaded.body).job.id;
  expect(Object((await team.post("/api/contacts/batch", rows, upload)).body).job.id).toBe(job);
  await team.job(job, 30);

  // It is a key as one in a header is, beside a browser's session too.
  const linked = await anyone.request("POST", at("/api/console/links"));
  expect(linked.status).toBe(201);
  const entered = await anyone.request("POST", "/console/sign-in", {
    headers: { Authorization: `Bearer ${key}` },
  });
  const cookie = {
    Cookie: entered.headers.get("set-cookie")?.split(";")[0] ?? "",
    "Sec-Fetch-Site": "same-origin",
  };
  const out = await anyone.request("DELETE", at("/api/console/session"), { headers: cookie });
  expect([out.status, out.headers.get("set-cookie")]).toEqual([200, null]);
  expect((await anyone.get("/api/team", { headers: cookie })).status).toBe(200);

  // A page that was asked for in one way goes on in the other.
  const listed = await anyone.get(at("/api/contacts?limit=1"));
  expect(listed.body).toMatchObject({ limit: 1, total: 2 });
  const next = `/api/contacts?limit=1&cursor=${Object(listed.body).nextCursor}`;
  expect((await team.get(next)).status).toBe(200);
  const exported = await anyone.get(at("/api/contacts/export"));
  expect(exported.body).toContain("jane@example.com");
  expect((await anyone.get(at("/metrics"))).status).toBe(200);
  expect((await anyone.post(at("/api/hooks"), { targetUrl: "https://example.com/" })).status).toBe(200);

  refused(await anyone.get(at("/api/contacts?lmit=1")), 400, "INVALID_REQUEST");
  refused(
    await anyone.get("/api/team?access_token=ofk_0000000000000000000000000000000000"),
    401,
    "UNAUTHORIZED",
  );
  refused(await anyone.get("/api/team?access_token="), 401, "UNAUTHORIZED");
  // A header goes before it, whatever it says.
  refused(
    await anyone.get(at("/api/team"), { headers: { Authorization: "Bearer wrong" } }),
    401,
    "UNAUTHORIZED",
  );
  for (const { headers, body } of [posted, listed]) {
    expect(JSON.stringify([[...headers], body])).not.toContain(key);
    expect(headers.get("cache-control")).toBe("no-store");
  }
  stack.checkLogs();
});
