import { createDatabase } from "@onefold/database";
import { Hono } from "hono";
import { serveApp } from "../child/serve-app.ts";
import { createUpsertReader } from "../upsert/read-upserts.ts";
import { commitLocked } from "./commit-locked.ts";

const { DATABASE_URL = "", TEAM_ID: teamId = "", USER_ID: userId = "" } = process.env;
const db = createDatabase({ url: DATABASE_URL, max: 10 });
const read = createUpsertReader({ teamId, userId });

/** (f) The handler writes and answers what it wrote: no queue, and no worker. */
const app = new Hono().post("/api/contacts", async (c) => {
  const { outcome, recordId, fields } = await commitLocked(db, await read(c.req));
  return c.json({ success: true, record: { recordId, ...fields } }, outcome === "created" ? 201 : 200);
});

await serveApp(app);
await db.destroy();
