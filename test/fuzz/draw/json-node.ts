/**
 * JSON as it is written: what a value can't say, such as the same key twice, a number out of range or half an escape,
 * can be told apart here.
 */
export type JsonNode =
  /** A token as it stands in the text. */
  | { readonly kind: "token"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly JsonNode[] }
  /** The names as tokens. */
  | { readonly kind: "map"; readonly members: readonly (readonly [name: string, value: JsonNode])[] };

export function token(text: string): JsonNode {
  return { kind: "token", text };
}

export function nodeOf(value: string | number | boolean | null): JsonNode {
  return token(JSON.stringify(value));
}

export function printJson(node: JsonNode): string {
  if (node.kind === "token") return node.text;
  if (node.kind === "list") return `[${node.items.map(printJson).join(",")}]`;
  return `{${node.members.map(([name, value]) => `${name}:${printJson(value)}`).join(",")}}`;
}
