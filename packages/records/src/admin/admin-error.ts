/** Why something that was asked of the admin functions can't be done. */
export type AdminCode =
  | "TEAM_NOT_FOUND"
  | "MEMBER_NOT_FOUND"
  | "MEMBER_EXISTS"
  | "INVALID_EMAIL"
  | "KEY_NOT_FOUND"
  | "KEY_AMBIGUOUS"
  | "KEY_EXISTS"
  | "INVALID_KEY"
  | "FIELD_EXISTS"
  | "TOO_MANY_FIELDS"
  | "TOO_MANY_WEBHOOKS"
  | "RULES_CHANGED";

/** Thrown when what was asked for can't be done. The message says why, in a sentence for the person who asked. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  readonly code: AdminCode;

  constructor(code: AdminCode, message: string) {
    super(message);
    this.code = code;
  }
}

const VIOLATIONS = { unique: "23505", foreign: "23503" } as const;

/** Says whether Postgres refused a row for that kind of constraint. */
export function isViolation(error: unknown, kind: keyof typeof VIOLATIONS): boolean {
  return error instanceof Error && "code" in error && error.code === VIOLATIONS[kind];
}
