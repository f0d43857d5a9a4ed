import { isClusterUrl, isSentinelUrl, parseClusterUrl, parseSentinelUrl } from "./redis-urls.ts";
import { showHosts } from "./hosts-url.ts";
import type { Host } from "./hosts-url.ts";

/** Which store holds the queue, and under which names. */
export interface QueueAddress {
  /**
   * `postgres://`, `postgresql://`, `redis://` or `rediss://`; for a Redis Cluster `redis+cluster://` or
   * `rediss+cluster://` with some of its servers, and for Sentinels `redis+sentinel://` or `rediss+sentinel://` with some
   * of them and the name of the primary: `redis+sentinel://a:26379,b:26379/mymaster`.
   */
  url: string;
  /** The prefix of the keys on Redis. On Postgres the schema is `<namespace>_queue`. Default `onefold`. */
  namespace?: string;
}

/** The address, and how much the store must promise. */
export interface QueueOptions extends QueueAddress {
  durability: "strict" | "relaxed";
  /**
   * Gives the deployment's time in milliseconds since 1970. Chunks are named by it, and their ages are told by it.
   * Default `Date.now`.
   */
  now?: () => number;
}

export interface StoreAddress {
  kind: "postgres" | "redis" | "redis-cluster";
  url: string;
  namespace: string;
  /** The address without user, password and parameters, fit for a message. */
  shown: string;
  /** Where its servers listen, as far as the URL says: one with a socket of the file system says nothing. */
  hosts: readonly Host[];
}

const KINDS: Record<string, StoreAddress["kind"]> = {
  "postgres:": "postgres",
  "postgresql:": "postgres",
  "redis:": "redis",
  "rediss:": "redis",
};
const SCHEMES = "postgres://, postgresql://, redis://, rediss://, redis+cluster:// or redis+sentinel://";

/** Reads the options' address. A wrong one throws one sentence, which never shows the password. */
export function storeAddress(options: QueueAddress): StoreAddress {
  const { url } = options;
  const namespace = options.namespace ?? "onefold";
  // The namespace becomes a part of a schema's name, which BullMQ writes into its statements.
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,50}$/.test(namespace)) {
    throw new Error(
      "The queue's namespace must start with a letter and hold only letters, digits and underscores, at most 51.",
    );
  }
  return { ...readUrl(url), url, namespace };
}

const DEFAULT_PORTS: Readonly<Record<StoreAddress["kind"], number>> = {
  postgres: 5432,
  redis: 6379,
  "redis-cluster": 6379,
};

function readUrl(text: string): Pick<StoreAddress, "kind" | "shown" | "hosts"> {
  // These come first, as a list of several hosts is no URL.
  if (isClusterUrl(text)) {
    const { protocol, hosts } = parseClusterUrl(text);
    return { kind: "redis-cluster", shown: `${protocol}//${showHosts(hosts)}`, hosts };
  }
  if (isSentinelUrl(text)) {
    const { protocol, hosts, path } = parseSentinelUrl(text);
    return { kind: "redis", shown: `${protocol}//${showHosts(hosts)}/${path}`, hosts };
  }
  if (!URL.canParse(text)) {
    throw new Error("The queue's URL can't be read: it must look like postgres://… or redis://….");
  }
  const url = new URL(text);
  const kind = KINDS[url.protocol];
  if (kind === undefined)
    throw new Error(`The queue's URL starts with ${url.protocol}// but must start with ${SCHEMES}.`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || DEFAULT_PORTS[kind];
  return {
    kind,
    shown: `${url.protocol}//${url.host}${url.pathname}`,
    hosts: host === "" ? [] : [{ host, port }],
  };
}
