/**
 * Makes a map from field names to T that inherits nothing. So a field called `constructor` or `__proto__` is a field
 * like any other. It has a copy of the own entries of `from`.
 */
export function fieldMap<T>(from?: Readonly<Record<string, T>>): Record<string, T> {
  const map: Record<string, T> = Object.create(null);
  return Object.assign(map, from);
}
