/** Tells what programs write below their rows from the rows. */
export interface Footers {
  /**
   * Whether a record is part of a footer: after an empty line, or after another such record, it has one value only, in
   * the first column of several, and names nobody.
   */
  isFooter(cells: readonly string[], line: number, lastLine: number): boolean;
  /** How many there were. */
  readonly count: number;
}

/** @param namesSomebody whether a text holds what finds a record */
export function createFooters(columns: number, namesSomebody: (text: string) => boolean): Footers {
  let lastLine = 0;
  let isBelow = false;
  let count = 0;
  return {
    isFooter(cells, line, endsIn) {
      const [first = ""] = cells;
      const isOne = cells.every((cell, index) => (cell.trim() !== "") === (index === 0));
      const isEmpty = cells.every((cell) => cell.trim() === "");
      // A line of delimiters alone is an empty one.
      isBelow ||= isEmpty || (lastLine > 0 && line > lastLine + 1);
      lastLine = endsIn;
      if (isEmpty) return false;
      isBelow &&= isOne && columns > 1 && !namesSomebody(first);
      if (isBelow) count++;
      return isBelow;
    },
    get count() {
      return count;
    },
  };
}
