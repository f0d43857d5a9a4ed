import { Job } from "@onefold/contract";
import { createProducer } from "@onefold/queue";
import { highestClock } from "@onefold/records";
import { z } from "zod";
import { withDatabase } from "../../support/with-database.ts";
import { envOf } from "../bulk/start-service.ts";
import { startBulkStores } from "../bulk/stores.ts";
import type { BackendName } from "../options.ts";
import { buildItems } from "../ceiling/build-items.ts";
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
  /** The path of an upload's job that is queued. */
  readonly uploadPath: string;
  /** Queues so many single items more, as the API does, but without a request for each. */
  queueItems(count: number): Promise<void>;
}

const Accepted = z.object({ job: z.object({ id: z.string(), url: z.string() }) });
/** This makes chunks that are full. */
const AT_ONCE = 5_000;

/** Starts the stores and an API, and a worker until one job is done. */
export async function startDeployment(backend: BackendName, signal: AbortSignal): Promise<Deployment> {
  await using starting = new AsyncDisposableStack();
  const stores = starting.use(await startBulkStores(backend));
  const team = await stores.createTeam();
  const env = envOf(team);
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
  const uploadPath = await post("/api/contacts/batch", bodyOf("new", nextRow++), "application/x-ndjson");
  const lifetime = starting.move();
  return {
    port,
    headers,
    donePath,
    queuedPath,
    uploadPath,
    async queueItems(count) {
      const floor = await withDatabase(team.databaseUrl, highestClock);
      await using producer = await createProducer({
        url: team.queueUrl,
        namespace: "onefold",
        durability: "strict",
        floor,
      });
      for (let left = count; left > 0; left -= AT_ONCE) {
        signal.throwIfAborted();
        const items = buildItems(team, "new", left, Math.min(left, AT_ONCE));
        await Promise.all(items.map(({ ref, upsert }) => producer.submit(ref, upsert, { wait: false })));
      }
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
