import { expect } from "vitest";
import type { Client } from "../../support/client.ts";

export interface Readers {
  /** Its team has the contact jane@example.com and the company acme.example. */
  readonly team: Client;
  readonly anyone: Client;
  readonly blocked: Client;
}

/** Asks the lists, exports and histories for each answer that the document promises. */
export async function everyReadAnswer({ team, anyone, blocked }: Readers): Promise<void> {
  for (const [area, one, nobody] of [
    ["contacts", "jane@example.com", "nobody@example.com"],
    ["companies", "acme.example", "nobody.example"],
  ] as const) {
    for (const path of [`/api/${area}`, `/api/${area}/export`, `/api/${area}/${one}/history`]) {
      const answers = [await team.get(path), await team.get(`${path}?nothing=1`), await anyone.get(path)];
      answers.push(await blocked.get(path));
      expect(answers.map(({ status }) => status)).toEqual([200, 400, 401, 403]);
    }
    expect((await team.get(`/api/${area}/${nobody}/history`)).status).toBe(404);
  }
}
