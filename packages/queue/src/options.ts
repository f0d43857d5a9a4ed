/** Which store holds the queue, and under which names. */
export interface QueueAddress {
  /** `postgres://`, `postgresql://`, `redis://` or `rediss://`. */
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
  kind: "postgres" | "redis";
  url: string;
  namespace: string;
  /** The address without user, password and parameters, fit for a message. */
  shown: string;
}

const KINDS: Record<string, StoreAddress["kind"]> = {
  "postgres:": "postgres",
  "postgresql:": "postgres",
  "redis:": "redis",
  "rediss:": "redis",
};

/** Reads the options' address. A wrong one throws one sentence, which never shows the password. */
export function storeAddress(options: QueueAddress): StoreAddress {
  // This comes before parsing: a list of several hosts is no URL.
  if (options.url.startsWith("redis+cluster:")) {
    throw new Error(
      "Redis Cluster is not supported yet as the queue's store: use redis://, rediss:// or postgres://.",
    );
  }
  if (!URL.canParse(options.url)) {
    throw new Error("The queue's URL can't be read: it must look like postgres://… or redis://….");
  }
  const url = new URL(options.url);
  const kind = KINDS[url.protocol];
  if (kind === undefined) {
    throw new Error(
      `The queue's URL starts with ${url.protocol}// but must start with postgres://, postgresql://, redis:// or rediss://.`,
    );
  }
  const namespace = options.namespace ?? "onefold";
  // The namespace becomes a part of a schema's name, which BullMQ writes into its statements.
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,50}$/.test(namespace)) {
    throw new Error(
      "The queue's namespace must start with a letter and hold only letters, digits and underscores, at most 51.",
    );
  }
  return { kind, url: options.url, namespace, shown: `${url.protocol}//${url.host}${url.pathname}` };
}
