export const BACKENDS = ["redis", "postgres"] as const;
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
  readonly postgresSettings?: Readonly<Record<string, string>>;
  readonly redisSettings?: Readonly<Record<string, string>>;
}
