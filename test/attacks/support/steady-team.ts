import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { basic } from "../../e2e/support/client.ts";

/** One request of a team that works as ever. */
export interface Sample {
  readonly what: string;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly ms: number;
}

const EVERY_MS = 50;
const TIMEOUT_MS = 30_000;

/**
 * A team posts, reads and lists at a steady rate until it is told to stop, in turns on connections that it keeps and on new
 * ones; each is sent when it is due, whatever became of those before.
 */
export async function workSteadily(url: string, key: string, over: AbortSignal): Promise<Sample[]> {
  const agent = new Agent({ keepAlive: true });
  const sent: Promise<Sample>[] = [];
  for (let n = 0; !over.aborted; n++) {
    sent.push(ask(url, key, n, n % 2 === 0 ? agent : undefined));
    await delay(EVERY_MS);
  }
  const samples = await Promise.all(sent);
  agent.destroy();
  return samples;
}

async function ask(url: string, key: string, n: number, agent: Agent | undefined): Promise<Sample> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const body = n % 4 < 2 ? JSON.stringify({ email: `p${n % 40}@example.com`, tagline: `n${n}` }) : undefined;
  const path =
    body !== undefined
      ? "/api/contacts"
      : n % 8 < 6
        ? `/api/contacts/p${n % 40}@example.com`
        : "/api/contacts?limit=5";
  const started = performance.now();
  const asked = request(url + path, {
    method: body === undefined ? "GET" : "POST",
    agent: agent ?? false,
    timeout: TIMEOUT_MS,
    headers: {
      Authorization: basic("", key),
      ...(body !== undefined && {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
      }),
    },
  });
  asked.on("response", (answer) => {
    answer.resume();
    answer.once("end", () => resolve(answer.statusCode ?? 0));
  });
  asked.once("timeout", () => asked.destroy());
  asked.once("error", () => resolve(0));
  asked.end(body);
  const status = await promise;
  return {
    what: `${body === undefined ? "GET" : "POST"} ${agent ? "kept" : "new"}`,
    status,
    ms: performance.now() - started,
  };
}
