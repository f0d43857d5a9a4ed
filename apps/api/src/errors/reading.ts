import { isOutage } from "@onefold/database";
import { ApiError } from "./api-error.ts";
import { databaseUnavailable } from "./unavailable.ts";

/**
 * Runs a read of the database; where the database is down, shutting down, full or too slow the answer is
 * 503 instead of 500. What is wrong with the statement itself stays as it is.
 */
export async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiError || !isOutage(error)) throw error;
    throw databaseUnavailable(error);
  }
}
