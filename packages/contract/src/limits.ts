/** The limits that the API enforces and the OpenAPI document states. */

/** The most bytes of a request's body. */
export const BODY_MAX_BYTES = 256 * 1024;
/**
 * How many items may bring identifiers of one kind to a record, unless the team says otherwise. Past that an identifier
 * is suspicious.
 */
export const SUSPICIOUS_AFTER = 10;
/** The most that a team can set it to. */
export const SUSPICIOUS_AFTER_MAX = 1_000;
/** The most patterns in each list of a team's identity rules: `never` and `allow`. */
export const IDENTITY_PATTERNS_MAX = 200;
/** The most characters of a pattern. */
export const IDENTITY_PATTERN_MAX = 200;

/** The most bytes of one row of an upload. It is the same as for a single body. */
export const ROW_MAX_BYTES = 256 * 1024;
/** The most columns of a CSV, and keys of a JSON object. A team has at most 500 fields of its own. */
export const COLUMNS_MAX = 1_000;
/** The most characters of an e-mail address (RFC 5321). */
export const EMAIL_MAX = 254;
/** The most e-mails besides the primary one, of a request and of a record. */
export const ADDITIONAL_EMAILS_MAX = 20;
/** The most companies of which a contact keeps what it does or did there. */
export const JOBS_MAX = 50;
/** The most records that one request merges into another. */
export const MERGE_SECONDARIES_MAX = 9;
/** The most characters of names and of other short values. */
export const NAME_MAX = 255;
/** The most characters of every other text. */
export const TEXT_MAX = 5_000;
/** The most characters of a custom field's name. */
export const FIELD_NAME_MAX = 100;
/** The most characters of an Idempotency-Key. */
export const IDEMPOTENCY_KEY_MAX = 255;
/** The most seconds that a request may ask to wait for its job. */
export const WAIT_MAX_SECONDS = 60;
/** The most webhooks of a team, lemlist's hooks among them. */
export const WEBHOOKS_MAX = 50;
/** The most characters of a webhook's address. */
export const WEBHOOK_URL_MAX = 2_000;
/** The most fields of a webhook's filter. */
export const WEBHOOK_FIELDS_MAX = 100;
