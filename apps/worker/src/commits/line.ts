/** Values that wait, and come out in some order. */
export interface Line<Value> {
  push(value: Value): void;
  /** The one that `shift` would take. */
  peek(): Value | undefined;
  shift(): Value | undefined;
  size(): number;
}

/** Past so many places that were left, the array is cut. */
const LEFT_PLACES = 1_024;

/** First come, first served. */
export function createLine<Value>(): Line<Value> {
  const values: Value[] = [];
  let head = 0;

  return {
    push: (value) => void values.push(value),
    peek: () => values[head],
    shift() {
      const value = values[head];
      if (head < values.length) head++;
      if (head >= LEFT_PLACES || head === values.length) {
        values.splice(0, head);
        head = 0;
      }
      return value;
    },
    size: () => values.length - head,
  };
}
