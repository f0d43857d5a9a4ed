import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../load/connect.ts";
import type { Connection } from "../load/connect.ts";
import type { Mix } from "../mixes.ts";
import { bodyOf } from "../rows.ts";

export interface SteadyOptions {
  readonly port: number;
  readonly key: string;
  readonly mix?: Mix;
  readonly perSecond: number;
  /** The first row of rows.ts to send. */
  readonly firstRow: number;
  /** The end of the sending; what was sent is still waited for. */
  readonly until: AbortSignal;
  /** Told to stop at once. */
  readonly signal: AbortSignal;
}

export interface PostSample {
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** From then to the answer. */
  readonly ms: number;
}

/** More than ever wait at once, unless something is stuck. */
const MAX_CONNECTIONS = 2_000;
const WARM_CONNECTIONS = 4;

/**
 * Posts at a steady rate, whatever becomes of the answers: each is sent when it is due, on a connection that waits
 * for nothing, a new one where there is none. A request that is late, because its sender was, counts as slow.
 * @throws where an answer isn't a 200 or 201
 */
export async function postSteadily(options: SteadyOptions): Promise<PostSample[]> {
  const { port, perSecond, until, signal } = options;
  const head = `POST /api/contacts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer ${options.key}\r\nContent-Length: `;
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  using connections = new DisposableStack();
  const idle: Sender[] = [];
  const samples: PostSample[] = [];
  const underWay = new Set<Promise<void>>();
  let opened = 0;

  const sending = send();
  // Of the two, the failure is told.
  await Promise.race([failed, sending.then(() => Promise.all(underWay))]);
  return samples;

  async function send(): Promise<void> {
    for (let i = 0; i < WARM_CONNECTIONS; i++) idle.push(await open());
    const startedAt = performance.now();
    for (let n = 0; !until.aborted; n++) {
      signal.throwIfAborted();
      const dueAt = startedAt + (n * 1_000) / perSecond;
      const early = dueAt - performance.now();
      if (early > 0) await delay(early);
      const posting = post(n, dueAt).catch(fail);
      underWay.add(posting);
      void posting.finally(() => underWay.delete(posting));
    }
  }

  async function post(n: number, dueAt: number): Promise<void> {
    // In turns: one that is idle for a minute is closed by the server.
    const sender = idle.shift() ?? (await open());
    const body = bodyOf(options.mix ?? "usual", options.firstRow + n);
    await sender.send(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    samples.push({ dueAt: performance.timeOrigin + dueAt, ms: performance.now() - dueAt });
    idle.push(sender);
  }

  async function open(): Promise<Sender> {
    if (++opened > MAX_CONNECTIONS)
      throw new Error(`more than ${MAX_CONNECTIONS} POSTs are without an answer`);
    let answered = (): void => {};
    const connection: Connection = connections.use(
      await connect(port, {
        onAnswer({ status, text }) {
          if (status === 200 || status === 201) answered();
          else fail(new Error(`an answer that isn't expected:\n${text}`));
        },
        onFailure: fail,
      }),
    );
    return {
      send(request) {
        const { promise, resolve } = Promise.withResolvers<void>();
        answered = resolve;
        connection.send(request);
        return promise;
      },
    };
  }
}

interface Sender {
  /** Settles with its answer. */
  send(request: string): Promise<void>;
}
