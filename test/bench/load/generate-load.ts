import { bodyOf } from "../rows.ts";
import { percentile } from "../report/percentile.ts";
import type { ReadAnswer } from "./answer-reader.ts";
import { connect } from "./connect.ts";
import type { LoadOrder, LoadResult } from "./load.ts";

/** Runs one load to its end. */
export async function generateLoad(order: LoadOrder): Promise<LoadResult> {
  const { promise: finished, resolve: finish, reject: fail } = Promise.withResolvers<void>();
  using connections = new DisposableStack();
  const head = headOf(order);
  const latencies: number[] = [];
  const byStatus: Record<number, number> = {};
  let withoutRetryAfter = 0;
  let sent = 0;
  let answered = 0;
  let endsAt = 0;
  let inTime = 0;
  let lastInTime = 0;

  const senders = await Promise.all(Array.from({ length: order.connections }, openSender));
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  endsAt = startedAt + order.seconds * 1_000;
  for (const send of senders) send();
  await finished;
  const { user, system } = process.cpuUsage(cpu);

  latencies.sort((a, b) => a - b);
  const ranMs = performance.now() - startedAt;
  return {
    perSecond: (inTime * 1_000) / (lastInTime - startedAt),
    answered,
    byStatus,
    withoutRetryAfter,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    longestMs: latencies.at(-1) ?? 0,
    generatorCpu: (user + system) / 1_000 / ranMs,
  };

  async function openSender(): Promise<() => void> {
    let sentAt = 0;
    const connection = connections.use(await connect(order.port, { onAnswer, onFailure: fail }));
    return send;

    function send(): void {
      const row = order.firstRow + sent++;
      const body = bodyOf(order.mix, row);
      const key = order.keys === true ? `Idempotency-Key: ${String(row).padStart(32, "0")}\r\n` : "";
      sentAt = performance.now();
      connection.send(`${head}${key}Content-Length: ${body.length}\r\n\r\n${body}`);
    }

    function onAnswer({ status, text }: ReadAnswer): void {
      if (!order.statuses.includes(status)) return fail(new Error(`an answer that isn't expected:\n${text}`));
      const now = performance.now();
      answered++;
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      if (status === 503 && !/\r\nretry-after: \d/i.test(text)) withoutRetryAfter++;
      latencies.push(now - sentAt);
      if (now <= endsAt) {
        inTime++;
        lastInTime = now;
      }
      if (now < endsAt && sent < order.maxRequests) send();
      else if (answered === sent) finish();
    }
  }
}

/** All but the key, the length and the body, which are ASCII, so that characters are bytes. */
function headOf({ path, headers }: LoadOrder): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${lines.join("")}`;
}
