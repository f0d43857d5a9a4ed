import { isOutage } from "@onefold/database";
import { ApiError } from "./api-error.ts";
import { databaseUnavailable } from "./unavailable.ts";

/**
 * Runs a read of the database. If the database is down, shutting down, full or too slow, the answer is 503 instead of
 * 500. An error of the statement itself is thrown as it is.
 */
export async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiError || !isOutage(error)) throw error;
    throw databaseUnavailable(error);
  }
}
