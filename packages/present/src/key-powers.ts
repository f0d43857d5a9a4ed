import type { Scope } from "@onefold/contract";

/** The part of a key that says what it may do. */
export interface Scoped {
  readonly scopes: readonly Scope[];
}

/** Says whether the key has the scope. `admin` has all scopes. */
export function may({ scopes }: Scoped, scope: Scope): boolean {
  return scopes.includes("admin") || scopes.includes(scope);
}

/** Says whether the key sees all that the team has. Any other key sees its own jobs, and in them what it gave. */
export function seesAll(key: Scoped): boolean {
  return may(key, "read");
}
