import { connect } from "../load/connect.ts";
import { percentile } from "../report/percentile.ts";
import type { Deployment } from "./start-deployment.ts";

const CONNECTIONS = 8;

/**
 * Polls a job on a few connections for so many seconds.
 * @returns the median time to the answer, in milliseconds
 * @throws where an answer isn't a 200
 */
export async function measurePolls(
  { port, headers }: Deployment,
  path: string,
  seconds: number,
): Promise<number> {
  const { promise: finished, resolve: finish, reject: fail } = Promise.withResolvers<void>();
  // It may fail before all have begun.
  finished.catch(() => {});
  using connections = new DisposableStack();
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join("")}\r\n`;
  const times: number[] = [];
  const endsAt = performance.now() + seconds * 1_000;
  let polling = CONNECTIONS;
  for (let i = 0; i < CONNECTIONS; i++) {
    let sentAt = 0;
    const connection = connections.use(
      await connect(port, {
        onAnswer({ status, text }) {
          if (status !== 200) return fail(new Error(`an answer that isn't expected:\n${text}`));
          times.push(performance.now() - sentAt);
          if (performance.now() < endsAt) send();
          else if (--polling === 0) finish();
        },
        onFailure: fail,
      }),
    );
    const send = () => {
      sentAt = performance.now();
      connection.send(request);
    };
    send();
  }
  await finished;
  return percentile(
    times.toSorted((a, b) => a - b),
    0.5,
  );
}
