import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { residentMb } from "../report/resident-mb.ts";
import type { Target } from "./start-target.ts";

const BODIES = 150;
const BODY_BYTES = 240_000;
const ROUNDS = 20;

/** What the API process holds before, while bodies are under way, and half a minute after. */
export async function measureMemory(target: Target, log: (line: string) => void): Promise<string[][]> {
  const rows = [["memory of the API", "MB resident"]];
  const note = async (name: string) => void rows.push([name, String(await residentMb(target.pid))]);
  await note("after the requests above");
  for (let round = 0; round < ROUNDS; round++) {
    log(`${BODIES} bodies, round ${round + 1} of ${ROUNDS}`);
    const sending = Array.from({ length: BODIES }, (_, n) => sendSlowly(target, round * BODIES + n));
    await delay(300);
    if (round === ROUNDS - 1) await note(`${BODIES} bodies of ${BODY_BYTES / 1_000} kB under way`);
    const statuses = await Promise.all(sending);
    if (round === ROUNDS - 1)
      await note(`answered (${[...new Set(statuses)].toSorted((a, b) => a - b).join(", ")})`);
  }
  await delay(30_000);
  await note("30 s later");
  return rows;
}

/** All but the last byte, then that. */
async function sendSlowly({ url, headers, fields }: Target, n: number): Promise<number> {
  const values = fields.slice(0, 46).map((field) => [field, "x".repeat(5_000)]);
  const body = JSON.stringify({ email: `p${n}@example.com`, ...Object.fromEntries(values) });
  const { promise, resolve } = Promise.withResolvers<number>();
  const length = { "Content-Length": Buffer.byteLength(body), "Content-Type": "application/json" };
  const sent = request(`${url}/api/contacts`, {
    method: "POST",
    headers: { ...headers, ...length },
    agent: false,
  });
  sent.on("response", (answer) => {
    answer.resume();
    answer.on("end", () => resolve(answer.statusCode ?? 0));
  });
  sent.on("error", () => resolve(0));
  sent.write(body.slice(0, -1));
  await delay(500);
  sent.end(body.slice(-1));
  return promise;
}
