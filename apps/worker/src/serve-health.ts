import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { once } from "node:events";
import type { RunningWorker } from "./create-worker.ts";

/** Serves `/livez` and `/readyz` on every interface, for an orchestrator's health checks. */
export async function serveHealth(port: number, worker: RunningWorker): Promise<AsyncDisposable> {
  const app = new Hono()
    .get("/livez", (c) => c.json({ status: "ok" }))
    .get("/readyz", async (c) => {
      const problems = await worker.problems();
      return problems.length > 0 ? c.json({ status: "not ready", problems }, 503) : c.json({ status: "ok" });
    });
  const server = serve({ fetch: app.fetch, port });
  await once(server, "listening");
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}
