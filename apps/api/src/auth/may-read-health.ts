import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { requireKey } from "./require-key.ts";
import { requireScope } from "./require-scope.ts";

type HealthServices = Pick<Services, "keys" | "healthDetails">;

/** Whether this request may be told what `/readyz` names. A probe has no key, and a wrong one keeps it from nothing. */
export async function mayReadHealth(c: AppContext, services: HealthServices): Promise<boolean> {
  try {
    await requireHealthReader(c, services);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/**
 * Lets a request pass that may be told names and numbers: everybody's where `HEALTH_DETAILS` is `public`, else one
 * with a key that may read.
 * @throws ApiError UNAUTHORIZED, FORBIDDEN, UNAVAILABLE
 */
export async function requireHealthReader(
  c: AppContext,
  { keys, healthDetails }: HealthServices,
): Promise<void> {
  if (healthDetails === "public") return;
  requireScope(c, await requireKey(c, keys));
}
