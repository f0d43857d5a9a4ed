/** What was asked for can't be done; the message says why, in a sentence for the person who asked. */
export class AdminError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AdminError";
  }
}

const VIOLATIONS = { unique: "23505", foreign: "23503" } as const;

/** Whether Postgres refused a row for that kind of constraint. */
export function isViolation(error: unknown, kind: keyof typeof VIOLATIONS): boolean {
  return error instanceof Error && "code" in error && error.code === VIOLATIONS[kind];
}
