import type { Scope } from "@onefold/contract";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "../request/app-env.ts";
import type { Services } from "../services.ts";
import { requireKey } from "./require-key.ts";
import { requireOneOf } from "./require-scope.ts";

type HealthServices = Pick<Services, "keys" | "healthDetails">;

/** Keys with one of these scopes are told names and numbers. */
export const HEALTH_SCOPES: readonly Scope[] = ["read"];

/**
 * Says whether this request may be told what `/readyz` names. A probe has no key. One with a wrong key is answered as
 * one without.
 */
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
 * Lets a request pass that may be told names and numbers. If `HEALTH_DETAILS` is `public`, each may; else its key must
 * have the scope to read.
 * @throws ApiError UNAUTHORIZED, FORBIDDEN, UNAVAILABLE
 */
export async function requireHealthReader(
  c: AppContext,
  { keys, healthDetails }: HealthServices,
): Promise<void> {
  if (healthDetails !== "public") requireOneOf(await requireKey(c, keys), HEALTH_SCOPES);
}
