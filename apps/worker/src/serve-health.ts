import { serve } from "@hono/node-server";
import type { Liveness, Readiness } from "@onefold/contract";
import { Hono } from "hono";
import { once } from "node:events";
import type { RunningWorker } from "./create-worker.ts";

/** Serves `/livez`, `/readyz` and `/metrics` on every interface, for an orchestrator and Prometheus. */
export async function serveHealth(port: number, worker: RunningWorker): Promise<AsyncDisposable> {
  const app = new Hono()
    .get("/livez", (c) => c.json({ status: "alive" } satisfies Liveness))
    .get("/readyz", async (c) => {
      const problems = (await worker.problems()).map(({ what, fix }) => ({ what, fix }));
      const isReady = problems.length === 0;
      const body: Readiness = { status: isReady ? "ready" : "not ready", problems };
      return c.json(body, isReady ? 200 : 503);
    })
    .get("/metrics", async (c) =>
      c.body(await worker.metrics(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
    );
  const server = serve({ fetch: app.fetch, port });
  await once(server, "listening");
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}
