import { ErrorCode } from "@onefold/contract";

/** The one place that turns a code into a status (API.md, "Errors"). */
const STATUS = {
  MISSING_IDENTIFIER: 400,
  INVALID_CONTACT_ID: 400,
  CONTACT_NOT_FOUND_BY_ID: 400,
  INVALID_EMAIL: 400,
  INVALID_ADDITIONAL_EMAILS: 400,
  INVALID_LINKEDIN_URL: 400,
  INVALID_FIELD: 400,
  CONTACT_VALIDATION_FAILED: 400,
  MISSING_REQUIRED_FIELD: 400,
  INVALID_COMPANY_ID: 400,
  COMPANY_NOT_FOUND_BY_ID: 400,
  INVALID_DOMAIN: 400,
  COMPANY_VALIDATION_FAILED: 400,
  INVALID_JSON: 400,
  INVALID_REQUEST: 400,
  COMPANY_HAS_CONTACTS: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  JOB_EXPIRED: 410,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDENTITY_CONFLICT: 409,
  FIELD_EXISTS: 409,
  MEMBER_EXISTS: 409,
  LAST_IDENTIFIER: 409,
  MERGE_TOO_LARGE: 409,
  UNDO_REFUSED: 409,
  DELETED: 410,
  UNPROCESSABLE: 422,
  UNREADABLE: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  UNAVAILABLE: 503,
} as const satisfies Record<ErrorCode, number>;

export type ErrorStatus = (typeof STATUS)[ErrorCode];

export function httpStatus(code: ErrorCode): ErrorStatus {
  return STATUS[code];
}

/** The codes that can come with a status. */
export function codesOf(status: number): ErrorCode[] {
  return ErrorCode.options.filter((code) => STATUS[code] === status);
}
