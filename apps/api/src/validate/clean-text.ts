import { isBlank, isStackable, trimInvisible } from "@onefold/identity";

/** `null`, `""`, what a person sees as blank, and `[]`: ignored on update and on creation. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === "string") return isBlank(value);
  if (Array.isArray(value)) return value.every(isEmpty);
  return value === null || value === undefined;
}

/** Characters of a plain text: less than each limit of the contract (EMAIL_MAX is the lowest). */
export const PLAIN_MAX = 250;

const PLAIN = new RegExp(`^[\\x20-\\x7e]{1,${PLAIN_MAX}}$`);

/** Printable ASCII of a usual length: storable and NFC as it is, so that neither needs looking at. */
export function isPlain(value: unknown): value is string {
  return typeof value === "string" && PLAIN.test(value);
}

/**
 * Whether Postgres can hold it as text and as jsonb, without a NUL and half of a surrogate pair, and it can be
 * brought into one spelling in no time.
 */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0") && isStackable(text);
}

/** What Postgres can't hold in JSON is replaced: a text that is shown, not applied. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** One spelling per text (NFC, without invisible characters around it), so that what looks equal compares as equal. */
export function normalise<T>(value: T): T | string | unknown[] {
  if (typeof value === "string") return trimInvisible(value.normalize("NFC"));
  if (Array.isArray(value)) return value.filter((entry) => !isEmpty(entry)).map((entry) => normalise(entry));
  return value;
}
