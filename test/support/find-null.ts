/** Says where in a value of JSON there is a null, as a path that begins with `path`; undefined if there is none. */
export function findNull(value: unknown, path: string): string | undefined {
  if (value === null) return path;
  if (typeof value !== "object") return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = findNull(inner, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
