import type { ErrorCode } from "@onefold/contract";
import { isOutage } from "@onefold/database";
import { AdminError } from "@onefold/records";
import type { AdminCode } from "@onefold/records";
import { ApiError } from "./api-error.ts";

/** The code on the wire for each refusal of the admin functions. */
const CODES: Readonly<Record<AdminCode, ErrorCode>> = {
  TEAM_NOT_FOUND: "NOT_FOUND",
  // The member is named by a body. A member that is named by a path is answered by the route.
  MEMBER_NOT_FOUND: "INVALID_REQUEST",
  MEMBER_EXISTS: "MEMBER_EXISTS",
  INVALID_EMAIL: "INVALID_REQUEST",
  KEY_NOT_FOUND: "NOT_FOUND",
  KEY_AMBIGUOUS: "INVALID_REQUEST",
  KEY_EXISTS: "INVALID_REQUEST",
  INVALID_KEY: "INVALID_REQUEST",
  FIELD_EXISTS: "FIELD_EXISTS",
  RULES_CHANGED: "RULES_CHANGED",
  TOO_MANY_FIELDS: "INVALID_REQUEST",
  TOO_MANY_WEBHOOKS: "INVALID_REQUEST",
};

/** Runs a change of the team's own settings. Its refusals, and an outage, become answers. */
export async function administering<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof AdminError) throw new ApiError(CODES[error.code], error.message, { cause: error });
    if (error instanceof ApiError || !isOutage(error)) throw error;
    throw new ApiError(
      "UNAVAILABLE",
      "The database doesn't answer. Whether the change was made is unknown: look, and retry.",
      { headers: { "Retry-After": "2" }, cause: error },
    );
  }
}
