import { RAW } from "@onefold/contract";
import { unescapeFormulas } from "../../csv/formulas.ts";
import { ApiError } from "../../errors/api-error.ts";
import { parseJson } from "../../request/parse-json.ts";
import { IGNORED, REASONS } from "../exported.ts";
import { cellsOf } from "../ignored.ts";
import type { IgnoredCell } from "../ignored.ts";
import type { ReadCells } from "../rows/csv-rows.ts";
import type { Column } from "./map-columns.ts";

/** With the values of columns that are left out, for the file of a row that is rejected to be whole. */
export function withIgnoredCells(columns: readonly Column[], readCells: ReadCells): ReadCells {
  const left = columns.flatMap(({ header, field, isRest }, index) =>
    field || isRest || header === "" || REASONS.includes(header) ? [] : [{ header, index }],
  );
  if (left.length === 0) return readCells;
  return (cells) => {
    const read = readCells(cells);
    return read && { ...read, ignored: () => valuesOf(left, cells) };
  };
}

function valuesOf(
  left: readonly { header: string; index: number }[],
  cells: readonly string[],
): IgnoredCell[] {
  return left.flatMap(({ header, index }): IgnoredCell[] => {
    const cell = cells[index] ?? "";
    if (cell === "") return [];
    if (header === IGNORED) return ignoredBefore(unescapeFormulas(cell));
    return [[header, header === RAW ? unescapeFormulas(cell) : cell]];
  });
}

/** What was left out before, as a file of rejected rows has it. */
function ignoredBefore(text: string): IgnoredCell[] {
  try {
    return cellsOf(parseJson(text, `The cell ${IGNORED}`));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return cellsOf(text);
  }
}
