import { COLUMNS_MAX } from "@onefold/contract";
import { findHeader, HEADER_WITHIN } from "../columns/find-header.ts";
import type { Delimiter } from "./detect-csv.ts";
import { isWhole, parseRecords } from "./parse-records.ts";
import { createRecordSplitter } from "./split-records.ts";

export interface LocatedHeader {
  readonly delimiter: Delimiter;
  /** Records before it. */
  readonly index: number;
}

/**
 * Where the line of column names stands in the beginning of a CSV, and what separates them: by which delimiter the most
 * of them are known.
 * @param delimiters those that may be, the likeliest first
 * @param isAll whether the beginning is all of it
 */
export function locateHeader(
  beginning: Buffer,
  delimiters: readonly [Delimiter, ...Delimiter[]],
  isAll: boolean,
  isKnown: (name: string) => boolean,
): LocatedHeader {
  let best = { delimiter: delimiters[0], index: 0, known: 0 };
  for (const delimiter of delimiters) {
    const found = findHeader(firstRecords(beginning, delimiter, isAll), isKnown);
    if (found.known > best.known) best = { delimiter, ...found };
  }
  return best;
}

/** A record that is no header, since it can't be read, has no cells. */
function firstRecords(beginning: Buffer, delimiter: Delimiter, isAll: boolean): string[][] {
  const splitter = createRecordSplitter(delimiter.charCodeAt(0));
  const records = splitter.write(beginning);
  if (isAll && splitter.openQuote() === undefined) records.push(...splitter.end());
  return records.slice(0, HEADER_WITHIN).map((record) => {
    if (!isWhole(record) || record.cells > COLUMNS_MAX) return [];
    const [parsed] = parseRecords([record.bytes], { delimiter, unreadable: "" });
    return parsed && "cells" in parsed ? parsed.cells.map((cell) => cell.trim()) : [];
  });
}
