/** A person of a team: contacts have them as owners, and keys act as them. */
export interface Member {
  readonly userId: string;
  readonly email: string;
  /** Empty where nobody said it. */
  readonly name: string;
  readonly role: string;
  /** Their keys are refused. */
  readonly blocked: boolean;
}

/** The columns of a member under our own names. */
export const MEMBER_COLUMNS = ["user_id as userId", "email", "name", "role", "blocked"] as const;
