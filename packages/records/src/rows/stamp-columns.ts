import type { FieldValue, StampColumn } from "@onefold/database";
import { fieldMap, isSameStamp } from "@onefold/identity";
import type { RecordState, Stamp } from "@onefold/identity";

type Stamps = RecordState["stamps"];
/** Stamps as they are stored. */
export type StampColumns = Record<string, StampColumn>;
type Fields = Readonly<Record<string, FieldValue>>;

/** Stands for all fields that have a value and no stamp of their own. No field has this name. */
const REST = "";

/**
 * Gives stamps as they are stored. Most fields of a record were written together, so most share one stamp, which is
 * stored once: a third less of a record.
 * @param fields the values beside them. Without values each stamp is stored under its field
 */
export function columnsOfStamps(stamps: Stamps, fields: Fields = {}): StampColumns {
  const columns = fieldMap<StampColumn>();
  const rest = stampOfMost(stamps, fields);
  if (rest) columns[REST] = columnOf(rest);
  for (const field of Object.keys(stamps)) {
    const stamp = stamps[field];
    if (!stamp || (rest && isSameStamp(stamp, rest) && Object.hasOwn(fields, field))) continue;
    columns[field] = columnOf(stamp);
  }
  return columns;
}

/**
 * Reads them.
 * @param fields the values that are stored beside them
 */
export function stampsOfColumns(columns: Readonly<StampColumns>, fields: Fields = {}): Stamps {
  const { [REST]: rest, ...own } = columns;
  const stamps = fieldMap<Stamp>();
  if (rest !== undefined) {
    const stamp = stampOf(rest);
    for (const field of Object.keys(fields)) stamps[field] = stamp;
  }
  for (const [field, column] of Object.entries(own)) stamps[field] = stampOf(column);
  return stamps;
}

/** The stamp that more than half of the values have, if one has; undefined where a value has none. */
function stampOfMost(stamps: Stamps, fields: Fields): Stamp | undefined {
  let most: Stamp | undefined;
  let votes = 0;
  for (const field of Object.keys(fields)) {
    const stamp = Object.hasOwn(stamps, field) ? stamps[field] : undefined;
    if (!stamp) return undefined;
    if (votes === 0) most = stamp;
    votes += isSameStamp(stamp, most) ? 1 : -1;
  }
  return most;
}

function stampOf(column: StampColumn): Stamp {
  if (typeof column === "number") return { effective: column, clock: column };
  return { effective: column[0], clock: column[1] };
}

function columnOf(stamp: Stamp): StampColumn {
  return stamp.effective === stamp.clock ? stamp.clock : [stamp.effective, stamp.clock];
}
