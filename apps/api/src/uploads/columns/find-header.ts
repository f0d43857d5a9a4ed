import { isBlank } from "@onefold/identity";

/** Records that are looked at: a preamble is short. */
export const HEADER_WITHIN = 30;
/** Of a record: enough to tell a header from a row. */
const CELLS_MAX = 200;

/** What tells of somebody is a row's, not a header's. */
const DATA = /@[^\s@]+\.|:\/\/|linkedin\.com\//i;

export interface FoundHeader {
  /** How many records stand before it. */
  readonly index: number;
  /** How many of its cells are known names of columns. */
  readonly known: number;
}

/**
 * Which of the first records names the columns: the one with the most known names, where those before it are a
 * preamble: narrow, and about nobody. The first where none is better.
 */
export function findHeader(
  records: readonly (readonly string[])[],
  isKnown: (name: string) => boolean,
): FoundHeader {
  let best: FoundHeader = { index: 0, known: 0 };
  let widestBefore = 0;
  for (const [index, record] of records.slice(0, HEADER_WITHIN).entries()) {
    const cells = record.filter((cell) => !isBlank(cell));
    const tells = cells.some(isData);
    const known = tells ? 0 : cells.slice(0, CELLS_MAX).filter(isKnown).length;
    const isBelowPreamble =
      widestBefore * 2 <= cells.length || (widestBefore === 1 && cells.length === 1 && known === 1);
    if (known > best.known && isBelowPreamble) best = { index, known };
    // A row of data: what follows it is no header.
    if (tells && cells.length > 1) break;
    widestBefore = Math.max(widestBefore, cells.length);
  }
  return best;
}

/** Whether a cell tells of somebody. */
export function isData(cell: string): boolean {
  return DATA.test(cell);
}
