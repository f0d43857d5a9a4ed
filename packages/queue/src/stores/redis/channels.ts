import type { Redis } from "ioredis";
import type { Channels } from "../backend.ts";

/** A receipt can be as large as its record: replies that are larger are read from the database. */
export const REPLY_MAX_BYTES = 256 * 1024;
const LAST_PAUSE_MS = 1_000;
const KEEP_ALIVE_MS = 10_000;

/** Names a channel on Redis' pub/sub. A user of Redis' ACL needs `&<namespace>:replies:*`. */
export function replyChannel(namespace: string, channel: string): string {
  return `${namespace}:replies:${channel}`;
}

/** Channels on the pub/sub of one server. */
export function createRedisChannels(redis: Redis, namespace: string): Channels {
  const nameOf = (channel: string) => replyChannel(namespace, channel);
  return {
    maxBytes: REPLY_MAX_BYTES,
    async publish(channel, messages) {
      await Promise.all(messages.map((message) => redis.publish(nameOf(channel), message)));
    },
    listen(channel, { onMessage, onUp, onDown }) {
      const own = redis.duplicate({
        lazyConnect: false,
        autoResubscribe: false,
        keepAlive: KEEP_ALIVE_MS,
        // It is silent while nobody waits.
        socketTimeout: undefined,
        commandTimeout: undefined,
        retryStrategy: (times: number) => Math.min(times * 50, LAST_PAUSE_MS),
      });
      own.on("message", (_, message) => onMessage(message));
      own.on("error", onDown);
      own.on("ready", () => void own.subscribe(nameOf(channel)).then(onUp, onDown));
      return {
        async [Symbol.asyncDispose]() {
          own.removeListener("error", onDown);
          own.on("error", () => {});
          own.disconnect();
        },
      };
    },
  };
}
