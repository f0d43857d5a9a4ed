import type { Generated } from "kysely";

export interface TeamTable {
  team_id: string;
  name: string;
  created_by: string;
  created_at: Generated<Date>;
  /** What an upsert does if the request doesn't say: `prefer`, `strict` or `merge`. */
  on_conflict: Generated<string>;
}

export interface UserTable {
  team_id: string;
  user_id: string;
  email: string;
  name: string;
  role: string;
  blocked: Generated<boolean>;
  created_at: Generated<Date>;
}

export interface ApiKeyTable {
  team_id: string;
  key_id: string;
  user_id: string;
  name: string;
  /** The first characters of the key, which a list shows. */
  prefix: string;
  /** SHA-256 of the key. A key is 190 random bits, so a slow hash would add nothing. */
  hash: Buffer;
  created_at: Generated<Date>;
  revoked_at: Date | null;
  /** The `Scope`s of the contract. */
  scopes: Generated<string[]>;
  /** How many requests are allowed in `rate_window` seconds; null means the deployment's own limit. */
  rate_limit: number | null;
  rate_window: number | null;
  /** When its secret was last replaced. */
  rotated_at: Generated<Date | null>;
  /** Until when a former secret works. */
  previous_until: Generated<Date | null>;
  /** When it was last used, to a minute. */
  last_used_at: Generated<Date | null>;
}

/** The secrets that keys had before. None of them becomes another key's. */
export interface RotatedSecretTable {
  team_id: string;
  key_id: string;
  hash: Buffer;
  valid_until: Date;
}

/** What signs in to the console for a key: a link, once, or a session. */
export interface ConsoleSecretTable {
  team_id: string;
  key_id: string;
  /** SHA-256 of the kind and the secret: neither is taken for the other, nor for an API key. */
  hash: Buffer;
  /** `link` or `session`. */
  kind: string;
  created_at: Generated<Date>;
  valid_until: Date;
  /** When the former secret of the key ends by which this was made; null if it is the current one. */
  key_until: Date | null;
}

export interface FieldTable {
  team_id: string;
  entity: string;
  name: string;
  label: string;
  type: string;
  created_at: Generated<Date>;
}

/** Settings of the whole deployment, such as the secret of the job ids. */
export interface SettingTable {
  name: string;
  value: string;
}
