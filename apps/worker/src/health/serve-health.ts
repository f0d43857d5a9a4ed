import { serve } from "@hono/node-server";
import type { Liveness, Readiness } from "@onefold/contract";
import { Hono } from "hono";
import { once } from "node:events";
import type { RunningWorker } from "../create-worker.ts";

const HEADERS = { "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" };

/**
 * Serves `/livez`, `/readyz` and `/metrics` on every interface, for an orchestrator and Prometheus. Probes are told
 * whether the worker is ready. Names and numbers are told as `HEALTH_DETAILS` says.
 */
export async function serveHealth(port: number, worker: RunningWorker): Promise<AsyncDisposable> {
  const app = new Hono()
    .get("/livez", (c) => c.json({ status: "alive" } satisfies Liveness, 200, HEADERS))
    .get("/readyz", async (c) => {
      const problems = (await worker.problems()).map(({ what, fix }) => ({ what, fix }));
      const isReady = problems.length === 0;
      const body: Readiness = {
        status: isReady ? "ready" : "not ready",
        ...((await worker.mayRead(c.req.raw)) && { problems }),
      };
      return c.json(body, isReady ? 200 : 503, HEADERS);
    })
    .get("/metrics", async (c) => {
      if (!(await worker.mayRead(c.req.raw)))
        return c.text("An API key with the scope read or admin is needed.\n", 401, {
          ...HEADERS,
          "WWW-Authenticate": 'Basic realm="onefold", charset="UTF-8"',
        });
      const headers = { ...HEADERS, "Content-Type": "text/plain; version=0.0.4; charset=utf-8" };
      return c.body(await worker.metrics(), 200, headers);
    })
    .notFound((c) => c.text("There is no such route.\n", 404, HEADERS))
    .onError((_error, c) => c.text("Something went wrong here.\n", 500, HEADERS));
  const server = serve({ fetch: app.fetch, port });
  await once(server, "listening");
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, "close");
    },
  };
}
