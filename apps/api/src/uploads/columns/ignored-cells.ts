import type { ReadCells } from "../rows/csv-rows.ts";
import type { Column } from "./map-columns.ts";

/** With the values of columns that are left out, for the file of a row that is rejected to be whole. */
export function withIgnoredCells(columns: readonly Column[], readCells: ReadCells): ReadCells {
  const left = columns.flatMap(({ header, field, isRest }, index) =>
    field || isRest || header === "" || header.startsWith("_") ? [] : [{ header, index }],
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
): Record<string, string> {
  const given = left.flatMap(({ header, index }): [string, string][] => {
    const cell = cells[index] ?? "";
    return cell === "" ? [] : [[header, cell]];
  });
  return Object.fromEntries(given);
}
