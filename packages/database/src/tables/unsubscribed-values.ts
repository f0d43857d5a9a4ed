import type { Generated } from "kysely";

/** A value by which people count as unsubscribed, whether anybody has it or not. */
export interface UnsubscribedValueTable {
  team_id: string;
  /** An identifier's kind of a contact, `domain` or `phone`. */
  kind: string;
  /** HMAC of the canonical value, as tombstones have it. */
  hash: Buffer;
  unsubscribed_id: string;
  /** The canonical value. It is null once the person was erased: then only the hash is kept. */
  value: string | null;
  /** When it was said, last: it is judged against what was said of a contact. */
  clock: number;
  created_at: Generated<Date>;
}
