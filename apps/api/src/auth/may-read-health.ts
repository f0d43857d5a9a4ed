import type { Scope } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { requireKey } from "./require-key.ts";
import { requireOneOf } from "./require-scope.ts";

type HealthServices = Pick<Services, "keys" | "healthDetails">;

/** Which keys are told names and numbers. */
export const HEALTH_SCOPES: readonly Scope[] = ["read"];

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
  if (healthDetails !== "public") requireOneOf(await requireKey(c, keys), HEALTH_SCOPES);
}
