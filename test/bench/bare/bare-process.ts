import { Hono } from "hono";
import { serveApp } from "../child/serve-app.ts";

/** (a) The least that an endpoint can do: read the JSON, and say that it was taken. */
const app = new Hono().post("/api/contacts", async (c) => {
  const body: unknown = await c.req.json();
  return c.json({ success: typeof body === "object" }, 202);
});

await serveApp(app);
