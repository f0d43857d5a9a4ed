/** The limits that the API enforces and the OpenAPI document states. */

/** Bytes of a request's body. */
export const BODY_MAX_BYTES = 256 * 1024;
/** So many items may bring identifiers of one kind to a record, unless the team says otherwise; then it is suspicious. */
export const SUSPICIOUS_AFTER = 10;
/** What a team can set it to, at most. */
export const SUSPICIOUS_AFTER_MAX = 1_000;
/** Patterns of a team's identity rules, of those for `never` and of those for `allow`. */
export const IDENTITY_PATTERNS_MAX = 200;
/** Characters of one. */
export const IDENTITY_PATTERN_MAX = 200;

/** Bytes of one row of an upload: as those of a single body. */
export const ROW_MAX_BYTES = 256 * 1024;
/** Columns of a CSV, and keys of a JSON object: a team has no more than 500 fields of its own. */
export const COLUMNS_MAX = 1_000;
/** Characters of an e-mail address (RFC 5321). */
export const EMAIL_MAX = 254;
/** E-mails besides the primary one: of a request, and of a record. */
export const ADDITIONAL_EMAILS_MAX = 20;
/** Records that one request merges into another, at most. */
export const MERGE_SECONDARIES_MAX = 9;
/** Characters of names and of other short values. */
export const NAME_MAX = 255;
/** Characters of every other text. */
export const TEXT_MAX = 5_000;
/** Characters of a custom field's name. */
export const FIELD_NAME_MAX = 100;
/** Characters of an Idempotency-Key. */
export const IDEMPOTENCY_KEY_MAX = 255;
/** Seconds that a request may ask to wait for its job. */
export const WAIT_MAX_SECONDS = 60;
