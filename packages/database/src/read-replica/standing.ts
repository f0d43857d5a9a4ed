/** Which data a server has. A standby has those of its primary. */
export interface Identity {
  readonly systemId: string;
  readonly database: string;
}

/** What was found the last time that the replica was looked at. */
export type Sight =
  | { readonly kind: "absent"; readonly why: string }
  | ({ readonly kind: "present"; readonly isStandby: boolean } & Identity);

/** What this process knows of the replica, and how long ago it was so. */
export interface Evidence {
  /** Undefined before the first look. */
  readonly sight: Sight | undefined;
  /** Undefined before the primary has answered once. */
  readonly primary: Identity | undefined;
  /** The replica has all that was committed before this time, in milliseconds ago. Infinite where it has shown nothing. */
  readonly lagMs: number;
  /** How long ago the primary took a beat, or the watch began. */
  readonly beatAgoMs: number;
  readonly watchedMs: number;
}

/** How a replica stands. Reads go to one that `follows`, and to no other. */
export type Standing =
  | { readonly kind: "follows" }
  /** Nothing is wrong with it that is known: the watch has just begun, or the primary doesn't answer. */
  | { readonly kind: "unproven" }
  /** It lacks what was committed that long ago, or shows another history than the primary's. */
  | { readonly kind: "behind"; readonly lagMs: number }
  | { readonly kind: "absent"; readonly why: string }
  | { readonly kind: "no-standby" }
  | { readonly kind: "other-server" }
  | { readonly kind: "other-database"; readonly names: readonly [replica: string, primary: string] };

/**
 * Judges a replica by what is known of it. The lag is proven by beats, which this process writes to the primary and reads
 * on the replica: a standby that follows another server, or was promoted, never shows them.
 */
export function standingOf(
  { sight, primary, lagMs, beatAgoMs, watchedMs }: Evidence,
  maxLagMs: number,
): Standing {
  if (sight?.kind === "absent") return sight;
  if (!sight || !primary) return { kind: "unproven" };
  if (sight.systemId !== primary.systemId) return { kind: "other-server" };
  if (!sight.isStandby) return { kind: "no-standby" };
  if (sight.database !== primary.database)
    return { kind: "other-database", names: [sight.database, primary.database] };
  if (lagMs <= maxLagMs) return { kind: "follows" };
  if (beatAgoMs > maxLagMs || watchedMs <= maxLagMs) return { kind: "unproven" };
  return { kind: "behind", lagMs: Math.min(lagMs, watchedMs) };
}
