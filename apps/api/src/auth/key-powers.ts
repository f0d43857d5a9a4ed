import type { Scope } from "@onefold/contract";

/** A key, as far as it matters for what it may do. */
export interface Scoped {
  readonly scopes: readonly Scope[];
}

/** Whether the key has the scope, or `admin`, which has all. */
export function may({ scopes }: Scoped, scope: Scope): boolean {
  return scopes.includes("admin") || scopes.includes(scope);
}

/** Whether the key sees all that the team has; any other one sees its own jobs, and in them what it gave. */
export function seesAll(key: Scoped): boolean {
  return may(key, "read");
}
