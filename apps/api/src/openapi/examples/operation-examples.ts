/** Examples of one operation; each is held against its schema by scripts/check-openapi.ts. */
export interface OperationExamples {
  /** Path and query parameters by name. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** The body as a client sends it: test/e2e/examples.test.ts sends it to a fresh team. */
  readonly request?: object;
  /** The JSON that is answered, by status. */
  readonly answers?: Readonly<Record<string, object>>;
  /** An answer of 200 that isn't JSON, by media type. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** By operationId. */
export type Examples = Readonly<Record<string, OperationExamples>>;
