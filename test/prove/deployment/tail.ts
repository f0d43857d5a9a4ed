/** The last lines of what a process wrote: a long run writes more than can be kept. */
export interface Tail {
  write(text: string): void;
  text(): string;
  /** Calls back for the first line that matches, of those kept and those to come; never where none does. */
  find(pattern: RegExp, found: (line: string) => void): Disposable;
}

const LINES = 400;

export function createTail(): Tail {
  const lines: string[] = [];
  const finders = new Set<(line: string) => void>();
  let rest = "";
  return {
    write(text) {
      const whole = (rest + text).split("\n");
      rest = whole.pop() ?? "";
      for (const line of whole) {
        lines.push(line);
        for (const find of finders) find(line);
      }
      lines.splice(0, lines.length - LINES);
    },
    text: () => [...lines, rest].join("\n"),
    find(pattern, found) {
      const find = (line: string) => {
        if (!pattern.test(line)) return;
        finders.delete(find);
        found(line);
      };
      finders.add(find);
      const kept = lines.find((line) => pattern.test(line));
      if (kept !== undefined) find(kept);
      return { [Symbol.dispose]: () => void finders.delete(find) };
    },
  };
}
