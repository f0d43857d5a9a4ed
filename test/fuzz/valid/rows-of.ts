import type { ApiDocument, Operation } from "../document/read-document.ts";
import type { Schema } from "../document/schema.ts";
import type { Draw } from "../draw/draw.ts";
import { printJson } from "../draw/json-node.ts";
import type { JsonNode } from "../draw/json-node.ts";
import { valueOf } from "./value-of.ts";

const JSON_TYPE = "application/json";

/** What one row of an operation's body is; undefined where it takes no rows. */
export function rowSchemaOf(document: ApiDocument, operation: Operation): Schema | undefined {
  const own = operation.bodies.get(JSON_TYPE);
  if (own !== undefined) return document.resolve(own).items;
  // A CSV is only said to be text: its rows are those of the route that takes JSON too, whose path it has.
  const sibling = document.operations.find(
    ({ path, bodies }) => bodies.has(JSON_TYPE) && bodies.has("text/csv") && operation.path.startsWith(path),
  );
  return operation.bodies.has("text/csv") && sibling ? rowSchemaOf(document, sibling) : undefined;
}

/** Mostly few. */
export function rowsOf(draw: Draw, schema: Schema): JsonNode[] {
  const { random } = draw;
  const count = random.pick([0, 1, 1, 2, 3, 5, 8, random.below(30)]);
  return Array.from({ length: count }, () => valueOf(draw, "", schema));
}

/** The rows with a column for each name that one of them has. */
export function csvOf({ random }: Draw, rows: readonly JsonNode[]): string {
  const delimiter = random.pick([",", ",", ";", "\t"]);
  const end = random.pick(["\n", "\r\n"]);
  const records = rows.map((row) => new Map(row.kind === "map" ? row.members : []));
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  const lines = [
    names.map(unquoted),
    ...records.map((record) => names.map((name) => cellOf(record.get(name)))),
  ];
  return lines.map((cells) => cells.map(quoted).join(delimiter) + end).join("");
}

function cellOf(value: JsonNode | undefined): string {
  if (value === undefined) return "";
  return value.kind === "token" ? unquoted(value.text) : printJson(value);
}

function unquoted(text: string): string {
  return text.startsWith('"') ? String(JSON.parse(text)) : text.replace("null", "");
}

function quoted(cell: string): string {
  return /^[\w@.:/ -]*$/.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`;
}
