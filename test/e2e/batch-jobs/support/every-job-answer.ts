import { expect } from "vitest";
import type { Client } from "../../support/client.ts";
import type { Stack, TestTeam } from "../../support/stack.ts";
import { makeBatch } from "./made-batch.ts";

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
  const batch = await makeBatch(stack, team);
  await batch.take(0, 1);
  await batch.reject({ 0: { input: { email: "jane@" } } });
  const { url: single } = (await team.contact({ email: "joan@example.com" })).body.job;
  for (const [method, path, status] of [
    ["GET", `${batch.url}/results`, 200],
    ["POST", `${batch.url}/retry`, 409],
    ["POST", `${batch.url}/cancel`, 200],
    ["POST", `${batch.url}/cancel`, 409],
    ["POST", `${batch.url}/retry`, 202],
    ["GET", `${batch.url}/events`, 200],
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
      await team.request(method, `${batch.url}${path}?nothing=1`),
      await anyone.request(method, batch.url + path),
      await blocked.request(method, batch.url + path),
      await team.request(method, `/api/jobs/job_1${path}`),
      await team.request(method, `/api/jobs/${oldJobId}${path}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 401, 403, 404, 410]);
  }
  const lists = [await team.get("/api/jobs"), await team.get("/api/jobs?nothing=1")];
  lists.push(await anyone.get("/api/jobs"), await blocked.get("/api/jobs"));
  expect(lists.map(({ status }) => status)).toEqual([200, 400, 401, 403]);
}
