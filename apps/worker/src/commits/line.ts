/** Values that wait. They come out in the order that the line decides. */
export interface Line<Value> {
  push(value: Value): void;
  /** Gives the value that `shift` would take. */
  peek(): Value | undefined;
  shift(): Value | undefined;
  size(): number;
}

/** When this many places at the front are empty, the array is cut. */
const LEFT_PLACES = 1_024;

/** Makes a line in which the first to come is the first to go. */
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
