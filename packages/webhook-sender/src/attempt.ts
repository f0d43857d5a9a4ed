/**
 * Why an attempt didn't deliver. The list is closed: attempts are kept and shown with it.
 *
 * - `url`: the address is not one that may be tried (checkTargetUrl)
 * - `address`: the name has an address in the operator's own network
 * - `name`: no name server knows the name
 * - `connect`: nobody takes the connection
 * - `tls`: the certificate is not valid for the name, or TLS could not be agreed on
 * - `timeout`: no status came in time
 * - `closed`: the connection ended before a status came
 * - `invalid`: the answer is not HTTP
 * - `redirect`: the answer points elsewhere, which is not followed
 * - `status`: any other answer than 2xx
 * - `aborted`: this side gave up
 */
export const ATTEMPT_ERRORS = [
  "url",
  "address",
  "name",
  "connect",
  "tls",
  "timeout",
  "closed",
  "invalid",
  "redirect",
  "status",
  "aborted",
] as const;
export type AttemptError = (typeof ATTEMPT_ERRORS)[number];

/** How one POST ended. It delivered if there is no error. */
export interface Attempt {
  /** The status of the answer, if one came. */
  status?: number;
  error?: AttemptError;
  durationMs: number;
  /** The beginning of the answer's body, as much as came: text without NUL, which Postgres takes. */
  answer: string;
  /** How long the receiver asked to be left alone. */
  retryAfterMs?: number;
}
