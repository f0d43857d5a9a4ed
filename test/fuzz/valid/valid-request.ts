import type { Operation, Parameter } from "../document/read-document.ts";
import type { Draft, DraftBody } from "../draw/draft.ts";
import { forked } from "../draw/draw.ts";
import type { Draw } from "../draw/draw.ts";
import { printJson } from "../draw/json-node.ts";
import { csvOf, rowSchemaOf, rowsOf } from "./rows-of.ts";
import { textOf } from "./text-of.ts";
import { valueOf } from "./value-of.ts";

/** A request as its operation takes it; the team may still have no such record. */
export function validRequest(draw: Draw, operation: Operation): Draft {
  const chosen = operation.parameters.filter((each) => each.required || draw.random.chance(shareOf(each)));
  const valuesIn = (place: string) =>
    chosen
      .filter((each) => each.in === place)
      .map((each) => [each.name, parameterText(forked(draw), operation, each)] as const);
  const inPath = new Map([...valuesIn("path"), ...addressOf(forked(draw), operation)]);
  const [type, body] = bodyOf(draw, operation) ?? [];
  return {
    operation,
    method: operation.method,
    segments: operation.path
      .split("/")
      .slice(1)
      .map((part) => encodeURIComponent(part.startsWith("{") ? (inPath.get(part.slice(1, -1)) ?? "") : part)),
    query: valuesIn("query").map(([name, value]) => [name, encodeURIComponent(value)]),
    headers: [
      // They say of the body what it isn't.
      ...valuesIn("header").filter(([name]) => name !== "Content-Encoding"),
      ...(type === undefined ? [] : [["Content-Type", type] as const]),
    ],
    body,
  };
}

/** A contact and one of its own addresses: two that are drawn alone hardly ever belong together. */
function addressOf({ known, random }: Draw, { path }: Operation): (readonly [string, string])[] {
  const pair = path.includes("{email}") ? known.pick("contact and email", random) : undefined;
  const [contact, email] = pair?.split(" ") ?? [];
  if (contact === undefined || email === undefined || random.chance(0.3)) return [];
  return [
    ["idOrEmail", contact],
    ["email", email],
  ];
}

/** A page is mostly asked for by its size; what names one record in a list excludes what names another. */
function shareOf({ name, in: place }: Parameter): number {
  if (name === "limit" || name === "Prefer") return 0.7;
  if (place === "query") return 0.15;
  return 0.1;
}

function parameterText(draw: Draw, operation: Operation, { name, schema, example }: Parameter): string {
  const { known, random } = draw;
  if (name === "cursor") return known.pick(`cursor ${operation.name}`, random) ?? "x";
  if (name === "limit") return String(random.pick([1, 2, 3, 5, 10, 100]));
  if (name === "wait") return random.pick(["0", "1"]);
  const special = draw.random.chance(0.7)
    ? SPECIAL.find(({ paths }) => paths.test(operation.path))
    : undefined;
  const found = special && /^(?:id|jobId)$/.test(name) ? known.pick(special.kind, random) : undefined;
  if (found !== undefined) return found;
  if (name === "name") return known.pick("field", random) ?? "seniority";
  const node = valueOf(draw, name, {
    ...draw.document.resolve(schema),
    ...(example !== undefined && { example }),
  });
  return node.kind === "token" ? unquoted(node.text) : textOf(draw, name, {});
}

/** Operations that want ids of a kind: others are refused before anything is done. */
const SPECIAL = [
  { paths: /\/undo$/, kind: "undo" },
  { paths: /^\/api\/jobs\//, kind: "upload" },
] as const;

function unquoted(text: string): string {
  return text.startsWith('"') ? String(JSON.parse(text)) : text;
}

function bodyOf(draw: Draw, operation: Operation): [type: string, body: DraftBody] | undefined {
  const types = [...operation.bodies];
  const [type, schema] = types[draw.random.below(types.length)] ?? [];
  if (type === undefined || schema === undefined) return undefined;
  const row = rowSchemaOf(draw.document, operation);
  if (row === undefined) return [type, { json: valueOf(draw, "", schema) }];
  const rows = rowsOf(draw, row);
  if (type === "application/json") return [type, { json: { kind: "list", items: rows } }];
  const text = type === "text/csv" ? csvOf(draw, rows) : rows.map((each) => `${printJson(each)}\n`).join("");
  return [type, { bytes: Buffer.from(text) }];
}
