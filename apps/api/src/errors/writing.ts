import { isLockTimeout, isOutage } from "@onefold/database";
import { ContentionError } from "@onefold/records";
import { ApiError } from "./api-error.ts";
import { contended, writeUnavailable } from "./unavailable.ts";

/**
 * Runs a transaction of a route's own. It answers as `reading` does, except that a commit whose answer got lost may
 * stand.
 */
export async function writing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ContentionError || isLockTimeout(error)) throw contended(error);
    if (error instanceof ApiError || !isOutage(error)) throw error;
    throw writeUnavailable(error);
  }
}
