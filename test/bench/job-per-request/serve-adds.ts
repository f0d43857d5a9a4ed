import { Hono } from "hono";
import { serveApp } from "../child/serve-app.ts";
import { createUpsertReader } from "../upsert/read-upserts.ts";
import type { Upsert } from "../upsert/upsert.ts";

/** An API that makes a job of each request, and answers 202 once it is added. */
export async function serveAdds(add: (upsert: Upsert) => Promise<unknown>): Promise<void> {
  const { TEAM_ID: teamId = "", USER_ID: userId = "" } = process.env;
  const read = createUpsertReader({ teamId, userId });
  const app = new Hono().post("/api/contacts", async (c) => {
    const upsert = await read(c.req);
    await add(upsert);
    return c.json({ success: true, job: { id: upsert.jobId } }, 202);
  });
  await serveApp(app);
}
