import type { Line } from "./line.ts";

/**
 * Takes values of the keys by turns, so that a key with many values doesn't hold up one with few. The values of one key
 * keep the order of their own line.
 */
export function createTurns<Value>(
  keyOf: (value: Value) => string,
  createOwnLine: () => Line<Value>,
): Line<Value> {
  // The lines in the order of their turns: a Map keeps the order of insertion. No line is empty.
  const lines = new Map<string, Line<Value>>();
  let size = 0;

  return {
    push(value) {
      const key = keyOf(value);
      let line = lines.get(key);
      if (line === undefined) {
        line = createOwnLine();
        lines.set(key, line);
      }
      line.push(value);
      size++;
    },
    peek: () => next()?.[1].peek(),
    shift() {
      const [key, line] = next() ?? [];
      if (key === undefined || line === undefined) return undefined;
      const value = line.shift();
      lines.delete(key);
      if (line.size() > 0) lines.set(key, line);
      size--;
      return value;
    },
    size: () => size,
  };

  function next(): [string, Line<Value>] | undefined {
    return lines.entries().next().value;
  }
}
