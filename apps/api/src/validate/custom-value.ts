import { TEXT_MAX } from "@onefold/contract";
import type { FieldType, FieldValue } from "@onefold/contract";
import { tidyPhone } from "@onefold/identity";
import { readDate, readDateTime } from "./iso-time.ts";

/** Either the value as it is stored, or what kind of value is expected. */
export type CustomValue = { readonly value: FieldValue } | { readonly expected: string };

/** Reads the value of a custom field by its registered type. Nothing is converted from one JSON type to another. */
export function readCustomValue(type: FieldType, raw: unknown): CustomValue {
  const { read, expected } = READERS[type];
  const value = read(raw);
  return value === undefined ? { expected } : { value };
}

interface Reader {
  readonly expected: string;
  /** Gives undefined for what isn't such a value. */
  read(raw: unknown): FieldValue | undefined;
}

/** Years have four digits. An offset can put a time before the first or after the last of them. */
const FIRST_INSTANT = Date.parse("0001-01-01T00:00:00Z");
const LAST_INSTANT = Date.parse("9999-12-31T23:59:59.999Z");
const FIRST_DATE = "0001-01-01";

const READERS: Record<FieldType, Reader> = {
  text: {
    expected: `a string of at most ${TEXT_MAX} characters`,
    read: (raw) => (typeof raw === "string" && raw.length <= TEXT_MAX ? raw : undefined),
  },
  number: {
    expected: "a number; a whole one of at most 15 digits, as more can't be kept exactly",
    read: (raw) => (typeof raw === "number" && isExact(raw) ? raw + 0 : undefined),
  },
  boolean: {
    expected: "true or false",
    read: (raw) => (typeof raw === "boolean" ? raw : undefined),
  },
  datetime: {
    expected: 'an ISO 8601 date and time with its offset, such as "2026-11-02T09:30:00Z"',
    read: (raw) => {
      const instant = typeof raw === "string" ? readDateTime(raw.trim()) : undefined;
      const isUsual = instant !== undefined && instant >= FIRST_INSTANT && instant <= LAST_INSTANT;
      return isUsual ? new Date(instant).toISOString() : undefined;
    },
  },
  date: {
    expected: 'a date such as "2026-11-02"',
    read: (raw) => {
      const date = typeof raw === "string" ? readDate(raw.trim()) : undefined;
      return date !== undefined && date >= FIRST_DATE ? date : undefined;
    },
  },
  phone: {
    expected: 'a phone number such as "+33 1 23 45 67 89"',
    read: (raw) => {
      const phone = typeof raw === "string" ? tidyPhone(raw) : undefined;
      return phone !== undefined && isPhone(phone) ? phone : undefined;
    },
  },
};

/** A number may have changed in parsing: 1e400 is read as Infinity, and 2^53 + 1 as 2^53. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/**
 * A phone number is one line. A plus and an opening bracket may only come first; then come digits and what separates
 * them.
 */
const PHONE = /^\(?\+?\(?\d[\d ().\-/\u00a0\u202f]*(?:(?:ext\.?|x|#) ?\d+)?$/i;
const PHONE_MAX = 60;

/** Says whether a text is a phone number: four to twenty digits in the usual spellings, and an extension or none. */
function isPhone(text: string): boolean {
  if (text.length > PHONE_MAX || !PHONE.test(text)) return false;
  const digits = text.replace(/\D/g, "").length;
  return digits >= 4 && digits <= 20;
}
