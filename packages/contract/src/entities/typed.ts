/**
 * What a loop made of a declaration, by the type that the declaration has: TypeScript knows the names that stand in
 * it, but not those that a loop over it goes through.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function typed<T>(made: unknown): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return made as T;
}
