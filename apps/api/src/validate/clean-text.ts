import { isBlank, isStackable, trimInvisible } from "@onefold/identity";

/**
 * Says whether a value is empty: `null`, `""`, a text that a person sees as blank, or `[]`. Empty values are ignored,
 * on update and on creation.
 */
export function isEmpty(value: unknown): boolean {
  if (typeof value === "string") return isBlank(value);
  if (Array.isArray(value)) return value.every(isEmpty);
  return value === null || value === undefined;
}

/** The most characters of a plain text. Every limit of the contract is higher (EMAIL_MAX is the lowest). */
export const PLAIN_MAX = 250;

const PLAIN = new RegExp(`^[\\x20-\\x7e]{1,${PLAIN_MAX}}$`);

/**
 * Says whether a text is printable ASCII of a usual length. Such a text is storable and NFC, so neither needs a check.
 */
export function isPlain(value: unknown): value is string {
  return typeof value === "string" && PLAIN.test(value);
}

/**
 * Says whether Postgres can hold a text as text and as jsonb: it has no NUL and no half of a surrogate pair. It must
 * also be quick to normalise.
 */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0") && isStackable(text);
}

/** Replaces what Postgres can't hold in JSON. Use it only for a text that is shown, not applied. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** Gives one spelling of a text: NFC, without invisible characters around it. So what looks equal compares as equal. */
export function normalise<T>(value: T): T | string | unknown[] {
  if (typeof value === "string") return trimInvisible(value.normalize("NFC"));
  if (Array.isArray(value)) return value.filter((entry) => !isEmpty(entry)).map((entry) => normalise(entry));
  return value;
}
