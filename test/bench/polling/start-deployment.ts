import { Job } from "@onefold/contract";
import { z } from "zod";
import { startBulkStores } from "../bulk/stores.ts";
import type { BackendName } from "../options.ts";
import { startApp } from "../onefold/start-app.ts";
import { bodyOf } from "../rows.ts";

/** An API that has nobody to work for it, and jobs to ask it for. */
export interface Deployment extends AsyncDisposable {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The path of a single request's job that is done. */
  readonly donePath: string;
  /** The path of a single request's job that is queued. */
  readonly queuedPath: string;
  /** Queues so many rows more, as an upload. It gives the path of its job. */
  queueRows(count: number): Promise<string>;
}

const Accepted = z.object({ job: z.object({ id: z.string(), url: z.string() }) });
/** A request with more would be too large. */
const ROWS_PER_UPLOAD = 100_000;

/** Starts the stores and an API, and a worker until one job is done. */
export async function startDeployment(backend: BackendName, signal: AbortSignal): Promise<Deployment> {
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await startBulkStores(backend));
  const team = await stores.createTeam();
  const env = {
    DATABASE_URL: team.databaseUrl,
    QUEUE_URL: team.queueUrl,
    LOG_LEVEL: "info",
    LOG_PRETTY: "0",
    HOST: "127.0.0.1",
    // Without a worker the sender of an upload would wait past the default.
    UPLOAD_AHEAD_ROWS: "1000000",
  };
  const { port } = starting.use(await startApp("api", { env, signal }));
  const headers = { Authorization: `Bearer ${team.key}` };
  let nextRow = 0;
  let donePath: string;
  {
    await using _worker = await startApp("worker", { env, signal });
    donePath = await post("/api/contacts", bodyOf("new", nextRow++), "application/json");
    while (!(await isDone(donePath)));
  }
  const queuedPath = await post("/api/contacts", bodyOf("new", nextRow++), "application/json");
  const lifetime = starting.move();
  return {
    port,
    headers,
    donePath,
    queuedPath,
    async queueRows(count) {
      let path = "";
      for (let left = count; left > 0; left -= ROWS_PER_UPLOAD) {
        const rows = Array.from({ length: Math.min(left, ROWS_PER_UPLOAD) }, () => bodyOf("new", nextRow++));
        path = await post("/api/contacts/batch", rows.join("\n"), "application/x-ndjson");
      }
      return path;
    },
    [Symbol.asyncDispose]: () => lifetime.disposeAsync(),
  };

  async function post(path: string, body: string, type: string): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { ...headers, "Content-Type": type, Prefer: "respond-async" },
      body,
      signal,
    });
    if (answer.status !== 202) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return Accepted.parse(await answer.json()).job.url;
  }

  async function isDone(path: string): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${port}${path}?wait=5`, { headers, signal });
    return Job.parse(await answer.json()).status === "completed";
  }
}
