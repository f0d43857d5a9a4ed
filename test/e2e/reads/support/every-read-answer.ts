import { expect } from "vitest";
import { writeFeedCursor } from "../../../../apps/api/src/changes/feed-cursor.ts";
import { createCursors } from "../../../../apps/api/src/request/cursor.ts";
import { JOB_ID_SECRET } from "../../support/stack.ts";
import type { Client } from "../../support/client.ts";

export interface Readers {
  /** Its team has the contact jane@example.com and the company acme.example. */
  readonly team: Client & { readonly teamId: string };
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
    expect((await team.get(`/api/${area}/${one}?atLeast=x`)).status).toBe(400);
  }
  const elsewhere = { epoch: "another", xid: 0, seq: 0, n: 0, day: "2026-01-01", since: "" };
  const gone = writeFeedCursor(createCursors(JOB_ID_SECRET), team.teamId, elsewhere);
  for (const path of ["/api/changes", "/api/changes/events"]) {
    const answers = [
      // A stream has no end, so it is only asked for its head.
      await team.request(path.endsWith("events") ? "HEAD" : "GET", path),
      await team.get(`${path}?events=nothing`),
      await anyone.get(path),
      await blocked.get(path),
      await team.get(`${path}?after=${gone}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 401, 403, 410]);
  }
  for (const path of ["/api/contacts", "/api/contacts/export"])
    expect((await team.get(`${path}?listId=clt_0000000000000000A`)).status).toBe(404);
}
