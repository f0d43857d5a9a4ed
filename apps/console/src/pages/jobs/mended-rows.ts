import type { JobResult } from "@onefold/client/types";

type Rejected = Pick<JobResult, "row" | "input">;
/** What somebody typed, by row and field. */
export type Mended = Readonly<Record<number, Readonly<Record<string, string>>>>;

/** Names that begin so say something of the row, and are no fields. */
const isField = (name: string) => !name.startsWith("_");
/** What names a contact or a company: a row that gave none of them lacks one. */
const NAMING = ["email", "linkedinUrl", "domain"];

/** The fields that the rows gave, and those that may be what one of them lacks. */
export function fieldsOf(rows: readonly Rejected[]): string[] {
  const given = new Set(rows.flatMap(({ input = {} }) => Object.keys(input).filter(isField)));
  const isNamed = NAMING.some((name) => given.has(name));
  return [...(isNamed ? [] : ["email"]), ...given];
}

/** The rows in which something was changed, as they are sent: what was emptied is left out, the rest is as it was given. */
export function mendedRows(rows: readonly Rejected[], mended: Mended): Record<string, unknown>[] {
  return rows.flatMap(({ row, input = {} }) => {
    const changes = mended[row];
    if (!changes) return [];
    const all = Object.entries({ ...input, ...changes }).filter(
      ([name, value]) => isField(name) && value !== "",
    );
    return [Object.fromEntries(all)];
  });
}
