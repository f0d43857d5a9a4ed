/** What stands at a path of an answer's body, undefined where it is something else than was hoped for. */
export function part(body: unknown, ...path: readonly string[]): unknown {
  let found = body;
  for (const name of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === name)?.[1];
  }
  return found;
}

export function textAt(body: unknown, ...path: readonly string[]): string | undefined {
  const found = part(body, ...path);
  return typeof found === "string" ? found : undefined;
}

export function numberAt(body: unknown, ...path: readonly string[]): number | undefined {
  const found = part(body, ...path);
  return typeof found === "number" ? found : undefined;
}

export function listAt(body: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = part(body, ...path);
  return Array.isArray(found) ? found : [];
}

export function textsAt(body: unknown, ...path: readonly string[]): string[] {
  return listAt(body, ...path).filter((each) => typeof each === "string");
}
