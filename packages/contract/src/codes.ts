import { z } from "zod";

/** Every error code that an answer can carry (API.md, "Errors"). Closed: clients switch on it. */
export const ErrorCode = z.enum([
  // 400
  "MISSING_IDENTIFIER",
  "INVALID_CONTACT_ID",
  "CONTACT_NOT_FOUND_BY_ID",
  "INVALID_EMAIL",
  "INVALID_ADDITIONAL_EMAILS",
  "INVALID_LINKEDIN_URL",
  "INVALID_FIELD",
  "CONTACT_VALIDATION_FAILED",
  "MISSING_REQUIRED_FIELD",
  "INVALID_COMPANY_ID",
  "COMPANY_NOT_FOUND_BY_ID",
  "INVALID_DOMAIN",
  "COMPANY_VALIDATION_FAILED",
  "INVALID_JSON",
  "INVALID_REQUEST",
  // 401, 403
  "UNAUTHORIZED",
  "FORBIDDEN",
  // 404, 405, 410, 413, 415
  "NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "JOB_EXPIRED",
  "BODY_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  // 409
  "IDENTITY_CONFLICT",
  "FIELD_EXISTS",
  // 422: accepted, but its values can't be stored
  "UNPROCESSABLE",
  "UNREADABLE",
  // 5xx
  "INTERNAL_ERROR",
  "UNAVAILABLE",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Why a request that succeeded didn't do all that it asked for. */
export const WarningCode = z.enum(["OWNER_NOT_FOUND", "COMPANY_NOT_FOUND"]);
export type WarningCode = z.infer<typeof WarningCode>;

/**
 * Why one value of an applied item was not applied: another record owns it (`duplicate`), a later
 * write stands (`stale`), or the record is full (`limit`).
 */
export const RejectionReason = z.enum(["duplicate", "stale", "limit"]);
export type RejectionReason = z.infer<typeof RejectionReason>;
