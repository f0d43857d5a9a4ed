import { setTimeout as delay } from "node:timers/promises";
import { attacks } from "./attacks.ts";
import type { Attack } from "./attacks.ts";
import type { Target } from "./start-target.ts";

/** For each attack: its answer, its time, and the longest that a probe waited meanwhile. */
export async function measureStalls(target: Target, log: (line: string) => void): Promise<string[][]> {
  const rows = [["attack", "status", "ms", "longest wait of a probe, ms"]];
  // The first requests compile what they run.
  for (let i = 0; i < 200; i++) await probe(target);
  for (const attack of [{ name: "none", path: "/livez" }, ...attacks(target)]) {
    log(attack.name);
    const { status, body, ...times } = await underAttack(target, attack);
    rows.push([attack.name, String(status), ...[times.ms, times.longestMs].map((ms) => ms.toFixed(0))]);
    const job = /"id":"(job_\w+)"/.exec(body)?.[1];
    if (attack.name.includes("unknown keys") && job !== undefined) await ended(target, job, rows);
  }
  await delay(2_000);
  for (const path of [
    "/api/contacts?limit=500",
    "/api/contacts/export",
    "/api/contacts/export?format=ndjson",
  ]) {
    const { status, ms, longestMs } = await underAttack(target, { name: path, path });
    rows.push([`GET ${path}`, String(status), ms.toFixed(0), longestMs.toFixed(0)]);
  }
  return rows;
}

async function ended(target: Target, job: string, rows: string[][]): Promise<void> {
  const path = `/api/jobs/${job}/results?outcome=rejected&format=csv`;
  const { status, ms, longestMs } = await underAttack(target, { name: path, path });
  rows.push(["its rejected rows as CSV", String(status), ms.toFixed(0), longestMs.toFixed(0)]);
}

async function underAttack(target: Target, attack: Attack) {
  const over = new AbortController();
  const probing = longestProbe(target, over.signal);
  await delay(100);
  const started = performance.now();
  const { status, body } = await send(target, attack);
  const ms = performance.now() - started;
  await delay(100);
  over.abort();
  return { status, body: body.slice(0, 1_000), ms, longestMs: await probing };
}

async function send({ url, headers, signal }: Target, { path, type, body }: Attack) {
  const answer = await fetch(`${url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...headers, Connection: "close", ...(type !== undefined && { "Content-Type": type }) },
    ...(body !== undefined && { body }),
    signal,
  });
  let text = "";
  for await (const piece of answer.body ?? []) if (text.length < 1_000) text += Buffer.from(piece).toString();
  return { status: answer.status, body: text };
}

async function longestProbe(target: Target, over: AbortSignal): Promise<number> {
  let longest = 0;
  while (!over.aborted) {
    longest = Math.max(longest, await probe(target));
    await delay(5);
  }
  return longest;
}

async function probe({ url }: Target): Promise<number> {
  const started = performance.now();
  // On a connection of its own: an idle one may be closed just then.
  const answer = await fetch(`${url}/livez`, { headers: { Connection: "close" } });
  await answer.arrayBuffer();
  return performance.now() - started;
}
