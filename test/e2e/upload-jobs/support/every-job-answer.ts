import { expect } from "vitest";
import type { Client } from "../../support/client.ts";
import type { Stack, TestTeam } from "../../support/stack.ts";
import { makeUpload } from "./made-upload.ts";

interface Clients {
  readonly team: TestTeam;
  readonly anyone: Client;
  readonly blocked: Client;
  /** Of the team, past the retention of receipts. */
  readonly oldJobId: string;
}

/** Has each answer once that the OpenAPI document promises for jobs; those of `GET /api/jobs/{id}` are had elsewhere. */
export async function everyJobAnswer(
  stack: Stack,
  { team, anyone, blocked, oldJobId }: Clients,
): Promise<void> {
  const upload = await makeUpload(stack, team);
  await upload.take(0, 1);
  await upload.reject({ 0: { input: { email: "jane@" } } });
  const { url: single } = (await team.contact({ email: "joan@example.com" })).body.job;
  for (const [method, path, status] of [
    ["GET", `${upload.url}/results`, 200],
    ["POST", `${upload.url}/retry`, 409],
    ["POST", `${upload.url}/cancel`, 200],
    ["POST", `${upload.url}/cancel`, 409],
  ] as const)
    expect((await team.request(method, path)).status).toBe(status);
  const [, end = ""] = /^id: (.*)$/m.exec(String((await team.get(`${upload.url}/events`)).body)) ?? [];
  const seen = await team.get(`${upload.url}/events`, { headers: { "Last-Event-ID": end } });
  expect(seen.status).toBe(204);
  for (const [method, path, status] of [
    ["POST", `${upload.url}/retry`, 202],
    ["GET", `${upload.url}/events`, 200],
    ["GET", `${single}/events`, 409],
  ] as const)
    expect((await team.request(method, path)).status).toBe(status);
  for (const [method, path] of [
    ["GET", "/results"],
    ["GET", "/events"],
    ["POST", "/cancel"],
    ["POST", "/retry"],
  ] as const) {
    const answers = [
      await team.request(method, `${upload.url}${path}?nothing=1`),
      await anyone.request(method, upload.url + path),
      await blocked.request(method, upload.url + path),
      await team.request(method, `/api/jobs/job_1${path}`),
      await team.request(method, `/api/jobs/${oldJobId}${path}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 401, 403, 404, 410]);
  }
  for (const path of ["/api/jobs", "/api/conflicts"]) {
    const lists = [await team.get(path), await team.get(`${path}?nothing=1`)];
    lists.push(await anyone.get(path), await blocked.get(path));
    expect(lists.map(({ status }) => status)).toEqual([200, 400, 401, 403]);
  }
}
