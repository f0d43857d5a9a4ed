// Bull Board on the queue of a deployment: to look at, and to change nothing. docs/bull-board.md says what it shows.
//
//   QUEUE_URL=redis://127.0.0.1:6379 node main.ts
//
// Prints:
//   Bull Board: http://127.0.0.1:3010
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { HonoAdapter } from "@bull-board/hono";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { createPostgresBackend, Queue, withBackend } from "bullmq";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

const url = process.env["QUEUE_URL"] ?? "redis://127.0.0.1:6379";
const namespace = process.env["QUEUE_NAMESPACE"] ?? "onefold";
const port = Number(process.env["PORT"] ?? "3010");

/** Single requests, uploads, and whose webhooks are to be looked at. */
const NAMES = ["interactive", "bulk", "turns"];

function open(name: string): Queue {
  if (url.startsWith("redis")) return new Queue(name, { connection: { url }, prefix: namespace });
  const connection = { connectionString: url, schema: `${namespace}_queue`, max: 2 };
  // @ts-expect-error: Bull Board takes queues in Postgres too, and its types don't say so yet.
  return new (withBackend(createPostgresBackend).Queue)(name, { connection });
}

const queues = NAMES.map((name) => {
  const adapter = new BullMQAdapter(open(name), { readOnlyMode: true });
  // A chunk holds what was posted: people of all teams.
  for (const field of ["data", "returnValue"] as const) adapter.setFormatter(field, () => "not shown");
  return adapter;
});

const board = new HonoAdapter(serveStatic);
// Redis' address, version and memory are nobody's business either.
createBullBoard({ queues, serverAdapter: board, options: { uiConfig: { hideRedisDetails: true } } });
board.setBasePath("/");

// Its page would ask another host for fonts.
const own = { defaultSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", "data:"] };
const app = new Hono().use(secureHeaders({ contentSecurityPolicy: own })).route("/", board.registerPlugin());
serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, (info) =>
  console.log(`Bull Board: http://127.0.0.1:${info.port}`),
);
