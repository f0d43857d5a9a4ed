import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import type { Client } from "../../support/client.ts";

interface Clients {
  readonly team: Client;
  readonly anyone: Client;
  readonly blocked: Client;
}

const NDJSON = { "Content-Type": "application/x-ndjson" };
const BOMB = gzipSync(Buffer.alloc(20_000_000, " "));

/** Gets each answer once that the OpenAPI document promises for uploads, except that to a cancelled one. */
export async function everyUploadAnswer({ team, anyone, blocked }: Clients): Promise<void> {
  for (const area of ["contacts", "companies"]) {
    const post = (client: Client, query = "", raw: string | Uint8Array = "[]", more = {}) =>
      client.request("POST", `/api/${area}/batch${query}`, {
        raw,
        headers: { "Idempotency-Key": "b", ...more },
      });
    const answers = [
      await post(anyone),
      await post(blocked),
      await post(team, "", "{}"),
      await post(team, "", BOMB, { ...NDJSON, "Content-Encoding": "gzip" }),
      await post(team, "", "[]", { "Content-Type": "text/plain" }),
      await post(team),
      await post(team),
      await post(team, "?source=other"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 400, 413, 415, 202, 202, 422]);
    const preview = (client: Client, raw: string, type = "text/csv") =>
      client.request("POST", `/api/${area}/batch/preview`, { raw, headers: { "Content-Type": type } });
    const previews = [
      await preview(anyone, ""),
      await preview(blocked, ""),
      await preview(team, ""),
      await preview(team, "x".repeat(300_000)),
      await preview(team, "", "text/plain"),
      await preview(team, area === "contacts" ? "email\n" : "website\n"),
    ];
    expect(previews.map(({ status }) => status)).toEqual([401, 403, 400, 413, 415, 200]);
  }
}
