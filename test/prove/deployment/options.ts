export const BACKENDS = ["redis", "postgres", "redis-cluster"] as const;
/** Where the queue is. */
export type BackendName = (typeof BACKENDS)[number];

export interface DeploymentOptions {
  readonly backend: BackendName;
  /** How many API processes; 2 by default. */
  readonly apis?: number;
  /** How many workers; 2 by default. */
  readonly workers?: number;
  /** Of all of them, beside our own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether their clocks can be set. */
  readonly clocks?: boolean;
  /** One of the stores is on a disk of its own, which can be filled. */
  readonly smallDisk?: { readonly of: "records" | "queue"; readonly megabytes: number };
  /** Whether it begins with the schema before the newest migration, and with processes of that time. */
  readonly previous?: boolean;
  /** The commit of those; the one before the newest migration by default. */
  readonly previousCommit?: string | undefined;
  readonly postgresSettings?: Readonly<Record<string, string>>;
  readonly redisSettings?: Readonly<Record<string, string>>;
}
