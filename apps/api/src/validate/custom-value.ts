import { TEXT_MAX } from "@onefold/contract";
import type { FieldType, FieldValue } from "@onefold/contract";
import { readDate, readDateTime } from "./iso-time.ts";

/** Either the value as it is stored, or what would have been one. */
export type CustomValue = { readonly value: FieldValue } | { readonly expected: string };

/** The value of a custom field by its registered type. Nothing is converted from one JSON type to another. */
export function readCustomValue(type: FieldType, raw: unknown): CustomValue {
  const { read, expected } = READERS[type];
  const value = read(raw);
  return value === undefined ? { expected } : { value };
}

interface Reader {
  readonly expected: string;
  /** undefined: not such a value. */
  read(raw: unknown): FieldValue | undefined;
}

/** An offset can put a time before the first year that ISO 8601 writes in four digits. */
const YEAR_1 = Date.parse("0001-01-01T00:00:00Z");

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
      return instant === undefined || instant < YEAR_1 ? undefined : new Date(instant).toISOString();
    },
  },
  date: {
    expected: 'a date such as "2026-11-02"',
    read: (raw) => (typeof raw === "string" ? readDate(raw.trim()) : undefined),
  },
  phone: {
    expected: 'a phone number such as "+33 1 23 45 67 89"',
    read: (raw) => (typeof raw === "string" && isPhone(raw.trim()) ? raw.trim() : undefined),
  },
};

/** 1e400 is Infinity once parsed, and 2^53 + 1 is 2^53. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** Four to twenty digits in the usual spellings, with an extension where there is one. */
function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  return (
    /^\+?[\d\s().\-/]+(?:(?:ext\.?|x|#)\s*\d+)?$/i.test(text) &&
    digits >= 4 &&
    digits <= 20 &&
    text.length <= 60
  );
}
