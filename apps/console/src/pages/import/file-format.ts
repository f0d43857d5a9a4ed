/** How a file is sent, by its name. */
export interface FileFormat {
  readonly type: string;
  readonly isGzip: boolean;
  /** Whether the API can say of its beginning how it would be read. */
  readonly isPreviewed: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  jsonl: "application/x-ndjson",
  tsv: "text/tab-separated-values",
};

/** Tells by its name how a file is written. What isn't known is a CSV, as exports have many names. */
export function formatOf(name: string): FileFormat {
  const [, ending = "", packed] = /(?:\.([a-z]+))?(\.gz)?$/.exec(name.toLowerCase()) ?? [];
  const type = (Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined) ?? "text/csv";
  const isGzip = packed !== undefined;
  return { type, isGzip, isPreviewed: type.startsWith("text/") };
}

/** The query's `map` of columns whose field somebody has chosen; an empty field leaves the column out. */
export function mapOf(chosen: Readonly<Record<string, string>>): string[] {
  return Object.entries(chosen).map(([header, field]) => `${header}:${field}`);
}
