import { LRUCache } from "lru-cache";

export interface FreshCacheOptions<V> {
  readonly max: number;
  /**
   * The most keys that are kept without a value (undefined). They are kept apart, so a flood of them evicts no value.
   */
  readonly absentMax?: number;
  /** How long a value is used without asking again, in milliseconds. */
  freshMs(value: V): number;
  /** How long a value is used if asking again fails, in milliseconds. */
  staleMs(value: V): number;
  /** A load that takes longer counts as failed, if there is a value to fall back to. */
  readonly loadTimeoutMs?: number;
  readonly now?: () => number;
}

export interface FreshCache<V> {
  /** Gives a fresh value itself, not a promise, so that a hot path has nothing to await. */
  get(key: string, load: () => Promise<V>): V | Promise<V>;
  /** Asks again although the value may be fresh, unless it was asked a moment ago. */
  reload(key: string, load: () => Promise<V>): Promise<V>;
  /** Says whether there is a value other than undefined, fresh or not. */
  has(key: string): boolean;
  delete(key: string): void;
  /** Forgets every value that matches. */
  deleteWhere(matches: (value: V) => boolean): void;
}

interface Entry<V> {
  readonly value: V;
  readonly loadedAt: number;
  /** After a failed load, the value is used until then. */
  retryAt: number;
}

const RETRY_MS = 1_000;
/**
 * The least time between two reloads of a key. It bounds what unknown names in bodies can cost: ten small reads a
 * second for a key.
 */
const RELOAD_MS = 100;

/** Keeps what Postgres knows, for seconds, and for minutes while Postgres is away. A key has one load at a time. */
export function createFreshCache<V>(options: FreshCacheOptions<V>): FreshCache<V> {
  const now = options.now ?? Date.now;
  const present = new LRUCache<string, Entry<V>>({ max: options.max });
  const absent = new LRUCache<string, Entry<V>>({ max: options.absentMax ?? options.max });
  const loading = new Map<string, Promise<V>>();
  const versions = new LRUCache<string, number>({ max: options.max });
  /** Counts the calls of `deleteWhere`. Such a call can't know what the loads under way will bring. */
  let epoch = 0;

  const find = (key: string) => present.get(key) ?? absent.get(key);

  function keep(key: string, value: V): void {
    const [into, other] = value === undefined ? [absent, present] : [present, absent];
    other.delete(key);
    into.set(key, { value, loadedAt: now(), retryAt: 0 });
  }

  const isUsable = (entry: Entry<V>, at: number) =>
    at < entry.loadedAt + options.freshMs(entry.value) || at < entry.retryAt;

  /**
   * Loads a value and keeps it. A load that was under way when something was deleted may have read the old value, so it
   * isn't kept.
   */
  async function store(key: string, load: () => Promise<V>): Promise<V> {
    const [version, startedIn] = [versions.get(key), epoch];
    const value = await load();
    if (versions.get(key) === version && epoch === startedIn) keep(key, value);
    return value;
  }

  async function loadOrFallBack(key: string, load: () => Promise<V>): Promise<V> {
    const entry = find(key);
    const isFallback = entry !== undefined && now() < entry.loadedAt + options.staleMs(entry.value);
    if (!isFallback) return store(key, load);
    try {
      return await withTimeout(store(key, load), options.loadTimeoutMs ?? RETRY_MS);
    } catch {
      entry.retryAt = now() + RETRY_MS;
      return entry.value;
    }
  }

  function loadOnce(key: string, load: () => Promise<V>): Promise<V> {
    const running = loading.get(key);
    if (running) return running;
    const started = loadOrFallBack(key, load).finally(() => {
      if (loading.get(key) === started) loading.delete(key);
    });
    loading.set(key, started);
    return started;
  }

  return {
    get(key, load) {
      const entry = find(key);
      return entry && isUsable(entry, now()) ? entry.value : loadOnce(key, load);
    },
    async reload(key, load) {
      const entry = find(key);
      const isRecent = entry && now() < Math.max(entry.loadedAt + RELOAD_MS, entry.retryAt);
      return isRecent ? entry.value : loadOnce(key, load);
    },
    has: (key) => present.has(key),
    delete(key) {
      versions.set(key, (versions.get(key) ?? 0) + 1);
      present.delete(key);
      absent.delete(key);
      loading.delete(key);
    },
    deleteWhere(matches) {
      epoch++;
      loading.clear();
      for (const [key, { value }] of present.entries()) if (matches(value)) present.delete(key);
      for (const [key, { value }] of absent.entries()) if (matches(value)) absent.delete(key);
    },
  };
}

async function withTimeout<T>(promise: Promise<T>, ms: number): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
