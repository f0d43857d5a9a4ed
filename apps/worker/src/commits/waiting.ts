import type { Line } from "./line.ts";

/** `leave`: it can't go now, and keeps its place. `stop`: neither can anything after it. `drop`: it waits elsewhere. */
type Verdict = "take" | "leave" | "stop" | "drop";

/** A line that can be walked past values that can't go yet. */
export interface Waiting<Value> {
  push(value: Value): void;
  /** Puts values back that were taken. They come before those that were never looked at. */
  putBack(values: readonly Value[]): void;
  /** Asks about one value after the other, from the front, and takes those that may go. */
  take(decide: (value: Value) => Verdict): Value[];
  size(): number;
}

/** The most values that are walked past. If there are more, the rest waits as well. */
const MOST_LEFT = 1_000;

/**
 * Makes a line that keeps what was left. That goes before what comes after it. What is put back is sorted in by its
 * place.
 */
export function createWaiting<Value extends { readonly place: number }>(line: Line<Value>): Waiting<Value> {
  let left: Value[] = [];

  return {
    push: (value) => line.push(value),
    putBack(values) {
      if (values.length > 0) left = [...left, ...values].toSorted((a, b) => a.place - b.place);
    },
    take(decide) {
      const taken: Value[] = [];
      const stillLeft: Value[] = [];
      let isStopped = false;
      for (const value of left) {
        const verdict: Verdict = isStopped ? "stop" : decide(value);
        isStopped = verdict === "stop";
        if (verdict !== "drop") (verdict === "take" ? taken : stillLeft).push(value);
      }
      left = stillLeft;
      if (isStopped) return taken;
      while (left.length < MOST_LEFT) {
        const value = line.peek();
        if (value === undefined) break;
        const verdict = decide(value);
        if (verdict === "stop") break;
        line.shift();
        if (verdict !== "drop") (verdict === "take" ? taken : left).push(value);
      }
      return taken;
    },
    size: () => left.length + line.size(),
  };
}
