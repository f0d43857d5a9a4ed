import { expect } from "vitest";
import { makeUpload } from "../upload-jobs/support/made-upload.ts";
import type { Client } from "./client.ts";
import type { Stack, TestTeam } from "./stack.ts";

interface Clients {
  readonly team: TestTeam;
  readonly anyone: Client;
  readonly blocked: Client;
  /** Of the team, past the retention of receipts. */
  readonly oldJobId: string;
}

/** A NUL, which the edge refuses and the database can't hold. */
const BAD = { firstName: "\0" };

/** Has each answer once that the OpenAPI document promises for dead letters. */
export async function everyLetterAnswer(
  stack: Stack,
  { team, anyone, blocked, oldJobId }: Clients,
): Promise<void> {
  const upload = await makeUpload(stack, team);
  await upload.take(0, 4);
  const [first, second, third] = [0, 1, 2].map((row) => upload.item(row, { set: BAD }));
  if (!first || !second || !third) throw new Error("there are three");
  await upload.commit([first, second]);
  const at = (row: number, of = upload.id) => `/api/dead-letters/${of}/${row}`;
  const body = { email: "p0@example.com", firstName: "Jane" };
  const acts = [
    ["PUT", "", body],
    ["POST", "/replay", undefined],
    ["DELETE", "", undefined],
  ] as const;

  const statuses = async (asked: readonly [Client, string, string, (object | undefined)?][]) => {
    const answers = [];
    for (const [client, method, path, sent] of asked)
      answers.push((await client.request(method, path, sent && { body: sent })).status);
    return answers;
  };
  for (const [method, path, sent] of acts)
    expect(await statuses([[team, method, at(0) + path, sent]])).toEqual([409]);
  await upload.commit([third]);
  // What refused it is out of the way.
  const content = JSON.stringify(upload.item(3).upsert);
  await upload.reject({ 3: { code: "UNPROCESSABLE", letter: { tries: 1, content } } });
  await upload.end();
  for (const [method, path, sent] of [["GET", "", undefined], ...acts] as const)
    expect(
      await statuses([
        [team, method, `${at(0)}${path}?nothing=1`, sent],
        [anyone, method, at(0) + path, sent],
        [blocked, method, at(0) + path, sent],
        [team, method, at(7) + path, sent],
        [team, method, at(0, "job_1") + path, sent],
        [team, method, at(0, oldJobId) + path, sent],
      ]),
    ).toEqual([400, 401, 403, 404, 404, 410]);
  for (const path of ["?limit=1", ""]) expect((await team.get(`/api/dead-letters${path}`)).status).toBe(200);
  expect(
    await statuses([
      [team, "GET", "/api/dead-letters?nothing=1"],
      [anyone, "GET", "/api/dead-letters"],
      [blocked, "GET", "/api/dead-letters"],
      [team, "GET", at(0)],
      [team, "POST", `${at(0)}/replay`],
      [team, "PUT", at(0), { ...body, email: "no" }],
      [team, "PUT", at(0), { ...body, industry: "refused" }],
      [team, "PUT", at(0), body],
      [team, "DELETE", at(1)],
      [team, "POST", `${at(3)}/replay`],
    ]),
  ).toEqual([400, 401, 403, 200, 422, 400, 422, 200, 200, 200]);
  expect((await team.request("PUT", at(2), { raw: " ".repeat(300_000) })).status).toBe(413);
  expect(
    (await team.request("PUT", at(2), { raw: "{}", headers: { "Content-Type": "text/plain" } })).status,
  ).toBe(415);
  const letter = await team.request("PUT", at(2), { body: { email: "p2@example.com" } });
  expect(letter.status).toBe(200);
}
