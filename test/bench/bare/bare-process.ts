import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { answerParent } from "../child/answer-parent.ts";

/** (a) The least that an endpoint can do: read the JSON, and say that it was taken. */
const app = new Hono().post("/api/contacts", async (c) => {
  const body: unknown = await c.req.json();
  return c.json({ success: typeof body === "object" }, 202);
});

const { promise: listening, resolve } = Promise.withResolvers<number>();
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => resolve(port));
await answerParent(() => listening);
server.close();
