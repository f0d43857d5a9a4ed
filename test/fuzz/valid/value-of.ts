import type { Schema } from "../document/schema.ts";
import { forked } from "../draw/draw.ts";
import type { Draw } from "../draw/draw.ts";
import { nodeOf, token } from "../draw/json-node.ts";
import type { JsonNode } from "../draw/json-node.ts";
import { textOf } from "./text-of.ts";

/** JSON that a schema takes; what may be left out mostly is. */
export function valueOf(draw: Draw, name: string, given: Schema): JsonNode {
  const { document, random } = draw;
  const schema = document.resolve(given);
  if (schema.const !== undefined) return token(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return token(JSON.stringify(schema.enum[random.below(schema.enum.length)]));
  if (schema.anyOf !== undefined) {
    const { anyOf, example } = schema;
    return valueOf(draw, name, { example, ...document.resolve(choose(draw, anyOf, document.resolve)) });
  }
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["string"]);
  const type = chooseType(draw, types);
  if (type === "null") return token("null");
  if (type === "boolean") return nodeOf(draw.random.chance(0.5));
  if (type === "integer" || type === "number") return nodeOf(numberOf(draw, schema));
  if (type === "object") return { kind: "map", members: membersOf(draw, schema) };
  if (type !== "array") return nodeOf(textOf(forked(draw), name, schema));
  const items = Array.from({ length: lengthOf(draw, schema) }, () =>
    valueOf(draw, name, itemOf(draw, schema)),
  );
  return { kind: "list", items };
}

const NULLS = 0.05;

/** What can be null seldom is. */
function choose(draw: Draw, choices: readonly Schema[], resolve: (schema: Schema) => Schema): Schema {
  const some = choices.filter((each) => resolve(each).type !== "null");
  const from = some.length < choices.length && draw.random.chance(NULLS) ? choices : some;
  return from[draw.random.below(from.length)] ?? {};
}

function chooseType(draw: Draw, types: readonly string[]): string | undefined {
  const some = types.filter((type) => type !== "null");
  if (some.length < types.length && draw.random.chance(NULLS)) return "null";
  return some[draw.random.below(some.length)];
}

function numberOf({ random }: Draw, { minimum = 0, maximum = 1_000 }: Schema): number {
  const from = Math.max(minimum, -1_000);
  const most = Math.min(maximum, 1_000);
  return random.pick([from, most, from + random.below(most - from + 1), from + random.below(3)]);
}

function lengthOf({ random }: Draw, { minItems = 0, maxItems = 4 }: Schema): number {
  return minItems + random.below(Math.min(maxItems, minItems + 3) - minItems + 1);
}

/** An example of a list shows what its items are. */
function itemOf({ random }: Draw, { items = {}, example }: Schema): Schema {
  return Array.isArray(example) ? { example: example[random.below(example.length)], ...items } : items;
}

function membersOf(draw: Draw, schema: Schema): (readonly [string, JsonNode])[] {
  const properties = Object.entries(schema.properties ?? {});
  const members = properties
    .filter(([name]) => schema.required?.includes(name) === true || draw.random.chance(shareOf(name)))
    .map(([name, each]) => [JSON.stringify(name), valueOf(draw, name, each)] as const);
  const first = properties[draw.random.below(properties.length)];
  if (members.length < (schema.minProperties ?? 0) && first)
    return [[JSON.stringify(first[0]), valueOf(draw, ...first)]];
  const more = schema.additionalProperties;
  const own = forked(draw);
  const field = own.known.pick("field", own.random);
  if (typeof more !== "object" || field === undefined || !own.random.chance(0.3)) return members;
  return [...members, [JSON.stringify(field), valueOf(own, field, more)]];
}

/** What a body names somebody by is mostly there; an id seldom is, since it has to be one that exists. */
function shareOf(name: string): number {
  if (/^(?:email|name|domain)$/.test(name)) return 0.8;
  if (/^(?:contactId|companyId|clearFields|observedAt)$/.test(name)) return 0.1;
  return 0.2;
}
