import type { UnsubscribedValue } from "@onefold/identity";

/** A value on a team's list of unsubscribed ones. */
export interface Unsubscribed extends UnsubscribedValue {
  readonly unsubscribedId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** How the ids of the list begin, as lemlist's do. */
export const UNSUBSCRIBED_ID_PREFIX = "uns_";
