import type { JobResult } from "@onefold/client/types";

type Rejected = Pick<JobResult, "row" | "input">;
type Input = NonNullable<JobResult["input"]>;
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
    const typed = Object.entries(changes).map(([name, text]) => [name, readAs(kindOf(name, input), text)]);
    const all = Object.entries({ ...input, ...Object.fromEntries(typed) }).filter(
      ([name, value]) => isField(name) && value !== "",
    );
    return [Object.fromEntries(all)];
  });

  /** What a field was given as: where the row gave nothing, what another one gave tells. */
  function kindOf(name: string, input: Input): string {
    const given = [input, ...rows.map((row) => row.input ?? {})].find((each) => isGiven(each[name]));
    return jsonKindOf(given?.[name]);
  }
}

/** Reads what was typed as what it was before it was shown as text, if it still is that; else it is a text. */
function readAs(kind: string, text: string): unknown {
  if (kind === "string" || text === "") return text;
  try {
    const value: unknown = JSON.parse(text);
    return jsonKindOf(value) === kind && value !== Infinity && value !== -Infinity ? value : text;
  } catch {
    return text;
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function jsonKindOf(value: unknown): string {
  if (!isGiven(value)) return "string";
  return Array.isArray(value) ? "list" : typeof value;
}
