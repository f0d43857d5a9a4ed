import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { answerParent } from "./answer-parent.ts";

/** Serves an app on a free port, which the parent may ask for, until the parent lets go. */
export async function serveApp(app: Hono): Promise<void> {
  const { promise: listening, resolve } = Promise.withResolvers<number>();
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => resolve(port));
  await answerParent(() => listening);
  server.close();
}
