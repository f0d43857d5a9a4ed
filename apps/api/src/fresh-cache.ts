import { LRUCache } from "lru-cache";

export interface FreshCacheOptions<V> {
  readonly max: number;
  /** Values that are undefined are kept apart, so many at most: a flood of them evicts no other. */
  readonly absentMax?: number;
  /** How long a value is used without asking again. */
  freshMs(value: V): number;
  /** How long a value is used where asking again fails. */
  staleMs(value: V): number;
  /** Where there is a value to fall back to, a load past this counts as failed. */
  readonly loadTimeoutMs?: number;
  readonly now?: () => number;
}

export interface FreshCache<V> {
  /** The value at once where it is fresh, so that a hot path has nothing to await. */
  get(key: string, load: () => Promise<V>): V | Promise<V>;
  /** Asks again although the value may be fresh, unless that was done a moment ago. */
  reload(key: string, load: () => Promise<V>): Promise<V>;
  /** Whether a value that isn't undefined is kept, fresh or not. */
  has(key: string): boolean;
  delete(key: string): void;
  /** Forgets every value that matches. */
  deleteWhere(matches: (value: V) => boolean): void;
}

interface Entry<V> {
  readonly value: V;
  readonly loadedAt: number;
  /** After a failed load: use the value until then. */
  retryAt: number;
}

const RETRY_MS = 1_000;
/** Bounds what unknown names in bodies can cost: ten small reads a second for a key. */
const RELOAD_MS = 100;

/**
 * What Postgres knows, kept for seconds, and for minutes where Postgres is away. One load per key at a
 * time.
 */
export function createFreshCache<V>(options: FreshCacheOptions<V>): FreshCache<V> {
  const now = options.now ?? Date.now;
  const present = new LRUCache<string, Entry<V>>({ max: options.max });
  const absent = new LRUCache<string, Entry<V>>({ max: options.absentMax ?? options.max });
  const loading = new Map<string, Promise<V>>();
  const versions = new LRUCache<string, number>({ max: options.max });
  /** Counts `deleteWhere`, which can't know what the loads under way will bring. */
  let epoch = 0;

  const find = (key: string) => present.get(key) ?? absent.get(key);

  function keep(key: string, value: V): void {
    const [into, other] = value === undefined ? [absent, present] : [present, absent];
    other.delete(key);
    into.set(key, { value, loadedAt: now(), retryAt: 0 });
  }

  const isUsable = (entry: Entry<V>, at: number) =>
    at < entry.loadedAt + options.freshMs(entry.value) || at < entry.retryAt;

  /** A load that was under way when something was deleted may have read what was before: it isn't kept. */
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
