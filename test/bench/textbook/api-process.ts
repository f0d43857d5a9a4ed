import { randomUUID } from "node:crypto";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { answerParent } from "../child/answer-parent.ts";
import { openQueue } from "./open-queue.ts";

/**
 * The textbook's API: a job per request, and 202 once it is added. It neither authenticates nor validates,
 * which flatters it.
 */
const { QUEUE_URL = "", TEAM_ID: teamId = "", USER_ID: userId = "" } = process.env;
const queue = await openQueue(QUEUE_URL);
let clock = 0;

const app = new Hono().post("/api/contacts", async (c) => {
  const { email, linkedinUrl, ...fields } = await c.req.json<Record<string, string>>();
  const acceptedAt = Date.now();
  clock = Math.max(clock + 1, acceptedAt * 1_000);
  const jobId = `job_${randomUUID()}`;
  const names = { email: email ?? "", linkedinUrl: linkedinUrl ?? "" };
  await queue.add({ teamId, userId, jobId, acceptedAt, clock, ...names, fields });
  return c.json({ success: true, job: { id: jobId } }, 202);
});

const { promise: listening, resolve } = Promise.withResolvers<number>();
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => resolve(port));
await answerParent(() => listening);
server.close();
await queue.close();
