export type OnConflict = "merge" | "prefer" | "strict";

/** Whom a write names: in the form in which the API shows it, whatever spelling was sent. */
export interface Names {
  readonly email?: string;
  readonly linkedinUrl?: string;
  readonly linkedinUrlSalesNav?: string;
  readonly additionalEmails?: readonly string[];
}

/** One upsert that a client asked for: a request of its own, or a row of an upload. */
export interface Write {
  /** Unlike any other's of the run. It is part of a value, by which the write is found again. */
  readonly id: string;
  readonly names: Names;
  readonly onConflict: OnConflict;
  /** Values by field. */
  readonly set: Readonly<Record<string, string>>;
  /** Fields that it empties. */
  readonly clear: readonly string[];
  /** When the source saw it, in microseconds since 1970. */
  readonly observedAt?: number;
  /** A row that opts its person out. */
  readonly unsubscribed?: true;
}

/** All that names somebody, an address like any other whether it is the main one or not. */
export function identifiersOf({
  email,
  linkedinUrl,
  linkedinUrlSalesNav,
  additionalEmails = [],
}: Names): string[] {
  return [email, ...additionalEmails, linkedinUrl, linkedinUrlSalesNav].filter((name) => name !== undefined);
}
