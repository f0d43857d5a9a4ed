import type { Cluster } from "ioredis";
import type { Channels } from "../backend.ts";
import { REPLY_MAX_BYTES, replyChannel } from "../redis/channels.ts";

const PAUSE_MS = 250;
const KEEP_ALIVE_MS = 10_000;

/** Channels on the cluster's pub/sub: what is published to any server is heard at each. */
export function createClusterChannels(cluster: Cluster, namespace: string): Channels {
  return {
    maxBytes: REPLY_MAX_BYTES,
    async publish(channel, messages) {
      const name = replyChannel(namespace, channel);
      await Promise.all(messages.map((message) => cluster.publish(name, message)));
    },
    listen(channel, { onMessage, onUp, onDown }) {
      let isOver = false;
      let timer: NodeJS.Timeout | undefined;
      let close = () => {};
      connect();

      /** Listens at some server. When that is lost, it goes to another one. */
      function connect(): void {
        const nodes = cluster.nodes();
        const node = nodes[Math.floor(Math.random() * nodes.length)];
        if (node === undefined) return again();
        const own = node.duplicate({
          lazyConnect: false,
          enableOfflineQueue: true,
          autoResubscribe: false,
          keepAlive: KEEP_ALIVE_MS,
          // It is silent while nobody waits.
          socketTimeout: undefined,
          commandTimeout: undefined,
          retryStrategy: () => null,
        });
        own.on("message", (_, message) => onMessage(message));
        own.on("error", (error) => isOver || onDown(error));
        own.on("ready", () => void own.subscribe(replyChannel(namespace, channel)).then(onUp, onDown));
        own.on("end", again);
        close = () => own.disconnect();
      }

      function again(): void {
        if (!isOver) timer = setTimeout(connect, PAUSE_MS);
      }

      return {
        async [Symbol.asyncDispose]() {
          isOver = true;
          clearTimeout(timer);
          close();
        },
      };
    },
  };
}
