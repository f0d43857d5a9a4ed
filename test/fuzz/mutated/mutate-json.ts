import type { Draw } from "../draw/draw.ts";
import { nodeOf, token } from "../draw/json-node.ts";
import type { JsonNode } from "../draw/json-node.ts";
import { nastyToken } from "./nasty-texts.ts";

/** One place of a body as it should not be. */
export function mutateJson(draw: Draw, root: JsonNode): JsonNode {
  const places = placesOf(root);
  const place = places[draw.random.below(places.length)] ?? [];
  return changeAt(root, place, (node) => changeNode(draw, node));
}

type Place = readonly number[];

const PLACES_MAX = 300;

/** Of all values within each other, the root first. */
function placesOf(root: JsonNode): Place[] {
  const places: Place[] = [[]];
  const walk = (node: JsonNode, place: Place) => {
    childrenOf(node).forEach((child, at) => {
      if (places.length >= PLACES_MAX) return;
      places.push([...place, at]);
      walk(child, [...place, at]);
    });
  };
  walk(root, []);
  return places;
}

function childrenOf(node: JsonNode): readonly JsonNode[] {
  if (node.kind === "list") return node.items;
  return node.kind === "map" ? node.members.map(([, value]) => value) : [];
}

function changeAt(node: JsonNode, [at, ...rest]: Place, change: (node: JsonNode) => JsonNode): JsonNode {
  if (at === undefined) return change(node);
  if (node.kind === "list")
    return {
      kind: "list",
      items: node.items.map((each, n) => (n === at ? changeAt(each, rest, change) : each)),
    };
  if (node.kind !== "map") return node;
  const members = node.members.map(
    ([name, value], n) => [name, n === at ? changeAt(value, rest, change) : value] as const,
  );
  return { kind: "map", members };
}

function changeNode(draw: Draw, node: JsonNode): JsonNode {
  const { random } = draw;
  if (node.kind === "map" && random.below(4) > 0) return changeMap(draw, node.members);
  if (node.kind === "list" && random.below(3) > 0) return changeList(draw, node.items);
  return random.pick(REPLACEMENTS)(draw, node);
}

type Members = readonly (readonly [string, JsonNode])[];

function changeMap({ random }: Draw, members: Members): JsonNode {
  const at = random.below(members.length);
  const one = members[at] ?? ['"email"', token('"a@example.com"')];
  const others = members.filter((_, n) => n !== at);
  const changed: readonly Members[] = [
    others,
    [...members, one],
    [...members, [one[0], token(nastyToken(random))]],
    [...members, [random.pick(NAMES), token(nastyToken(random))]],
    [...members, [random.pick(NAMES), { kind: "map", members }]],
    [...others, [random.pick(NAMES), one[1]]],
    [...others, [one[0].toUpperCase(), one[1]]],
    [
      ...members,
      ...Array.from({ length: random.pick([50, 300, 2_000]) }, (_, n) => [`"k${n}"`, token("1")] as const),
    ],
    [...members, [JSON.stringify("k".repeat(random.pick([256, 5_001]))), token("1")]],
    [],
  ];
  return { kind: "map", members: changed[random.below(changed.length)] ?? [] };
}

/** As tokens. */
const NAMES = [
  '"__proto__"',
  '"\\u005f_proto__"',
  '"constructor"',
  '"prototype"',
  '"toString"',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\uFEFFemail"',
  '"Email"',
  '"email "',
  '"e\\u0301mail"',
  '"a.b"',
  '"$ref"',
  '"teamId"',
  '"_id"',
  '"contactId"',
  '"additionalEmails"',
  "email",
  "1",
] as const;

function changeList({ random }: Draw, items: readonly JsonNode[]): JsonNode {
  const one = items[random.below(items.length)] ?? token('"x"');
  const changed: readonly (readonly JsonNode[])[] = [
    [],
    items.slice(1),
    [...items, one],
    [...items, token("null")],
    [...items, token(nastyToken(random))],
    [...items, { kind: "list", items }],
    Array.from({ length: random.pick([21, 101, 1_001, 5_000]) }, () => one),
  ];
  return { kind: "list", items: changed[random.below(changed.length)] ?? [] };
}

type Replacement = (draw: Draw, node: JsonNode) => JsonNode;

const REPLACEMENTS: readonly [Replacement, ...Replacement[]] = [
  ({ random }) => token(nastyToken(random)),
  ({ random }) => token(nastyToken(random)),
  ({ random }) => token(nastyToken(random)),
  () => token("null"),
  () => token("true"),
  ({ random }) => nodeOf(random.pick([0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324])),
  (_, node) => ({ kind: "list", items: [node] }),
  (_, node) => ({ kind: "map", members: [['"value"', node]] }),
  () => ({ kind: "list", items: [] }),
  () => ({ kind: "map", members: [] }),
  ({ random }) => nodeOf("x".repeat(random.pick([300, 5_001, 60_000, 270_000]))),
  ({ random }) =>
    nodeOf(random.pick(["a", "@", ".", "/", "%41", "\u0301", " ", "1"]).repeat(random.pick([300, 20_000]))),
  ({ random }) => nested(random.pick([7, 9, 200, 20_000])),
];

function nested(depth: number): JsonNode {
  return token(`${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}`);
}
