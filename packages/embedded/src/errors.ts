/** Why an embedded Postgres could not be had. */
export type EmbeddedPostgresErrorCode =
  | "UNSUPPORTED_PLATFORM"
  | "FOLDER_IN_USE"
  | "FOLDER_UNREACHABLE"
  | "INIT_FAILED"
  | "PORT_BUSY"
  | "START_FAILED";

/** An expected failure. The message is one sentence for the person at the terminal. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmbeddedPostgresError";
    this.code = code;
  }
}
