/** A person of a team. Contacts have members as owners, and keys act as them. */
export interface Member {
  readonly userId: string;
  readonly email: string;
  /** Empty if nobody gave one. */
  readonly name: string;
  readonly role: string;
  /** Whether their keys are refused. */
  readonly blocked: boolean;
}

/** The columns of a member under our own names. */
export const MEMBER_COLUMNS = ["user_id as userId", "email", "name", "role", "blocked"] as const;
