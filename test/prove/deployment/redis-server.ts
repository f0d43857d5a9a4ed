import { startRedis } from "../../support/start-redis.ts";
import type { RedisOptions } from "../../support/start-redis.ts";
import { sendSignal } from "./send-signal.ts";
import { findStablePort } from "./stable-port.ts";
import { startInTime, supervise } from "./supervise.ts";

/** The Redis of a deployment, which can be killed, frozen and started again on its data. */
export interface RedisServer extends AsyncDisposable {
  /** Past all proxies; the same through restarts. */
  readonly url: string;
  readonly port: number;
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  /** Where its data lies. */
  readonly folder: string;
  /** Sends a signal and waits for its end; it stays down until it is started. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it where it is down, and waits until it takes connections. */
  start(): Promise<void>;
}

export async function startRedisServer(
  options: Pick<RedisOptions, "parent" | "settings">,
): Promise<RedisServer> {
  const redis = await startRedis({ ...options, port: await findStablePort() });
  let isWanted = true;
  let starting: Promise<void> | undefined;

  function start(): Promise<void> {
    isWanted = true;
    if (redis.pid !== undefined) return Promise.resolve();
    // One start at a time, whoever asks.
    starting ??= redis.restart().finally(() => (starting = undefined));
    return starting;
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    isWanted = false;
    await starting?.catch(() => {});
    // One that stands still ends by SIGKILL alone.
    if (signal !== "SIGKILL") sendSignal(redis.pid, "SIGCONT");
    await redis.kill(signal);
  }

  const supervisor = supervise({ isDown: () => isWanted && redis.pid === undefined, start });
  return {
    url: redis.url,
    port: redis.port,
    folder: redis.folder,
    get pid() {
      return redis.pid;
    },
    kill,
    start: () => startInTime(start),
    async [Symbol.asyncDispose]() {
      await supervisor[Symbol.asyncDispose]();
      await kill("SIGKILL");
      await redis[Symbol.asyncDispose]();
    },
  };
}
