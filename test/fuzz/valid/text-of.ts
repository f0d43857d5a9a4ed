import type { Schema } from "../document/schema.ts";
import { anyDomain, anyEmail, anyPerson } from "../draw/draw.ts";
import type { Draw } from "../draw/draw.ts";

/** A string that its schema takes, made by its name: what the schema can't say of it, such as that it is an e-mail. */
export function textOf(draw: Draw, name: string, schema: Schema): string {
  const text = byName(draw, name, schema);
  const fitting = text.slice(0, schema.maxLength);
  if (schema.pattern === undefined || patternOf(schema.pattern).test(fitting)) return fitting;
  return `${draw.random.pick(["Alpha", "beta", "Gamma x"])}${draw.random.below(40)}`.slice(
    0,
    schema.maxLength,
  );
}

function byName(draw: Draw, name: string, schema: Schema): string {
  const { random, known } = draw;
  const like = schema.pattern ?? (typeof schema.example === "string" ? schema.example : "");
  const idPrefix = /^\^?([a-z]{3})_/.exec(like)?.[1];
  const id = idPrefix !== undefined ? known.pick(idPrefix, random) : undefined;
  if (id !== undefined && draw.random.chance(0.8)) return id;
  if (like.includes("@")) return anyEmail(draw);
  if (DOMAIN.test(like)) return anyDomain(draw);
  if (like.startsWith("https:")) return like.replace(/[\w-]+$/, `p-${anyPerson(draw)}`);
  const wanted = NAMED.find(({ names }) => names.test(name));
  return wanted?.text(draw) ?? `${random.pick(WORDS)} ${random.below(100)}`;
}

const DOMAIN = /^[a-z]+(?:\.[a-z]+)+$/;

const WORDS = [
  "Jane",
  "Zoë Ünal",
  "株式会社",
  'O\'Neil; "Sales"',
  "=1+1",
  "Αθήνα",
  "Mr. Ng",
  "north, south",
  "🙂 ok",
] as const;

interface Named {
  readonly names: RegExp;
  readonly text: (draw: Draw) => string | undefined;
}

/** The first whose name fits. */
const NAMED: readonly Named[] = [
  {
    names: /linkedinUrlSalesNav/i,
    text: (draw) => `https://www.linkedin.com/sales/${salesNavOf(draw)}`,
  },
  {
    names: /companyLinkedinUrl/i,
    text: (draw) => `https://www.linkedin.com/company/co-${draw.random.below(60)}`,
  },
  {
    names: /linkedinUrl/i,
    text: (draw) => `https://www.linkedin.com/${draw.random.pick(["in", "company"])}/p-${anyPerson(draw)}`,
  },
  {
    names: /^picture$/,
    text: (draw) => `https://example.com/${anyPerson(draw)}.png`,
  },
  { names: /^idsOr/, text: (draw) => `${anyEmail(draw)},${anyDomain(draw)}` },
  { names: /domain/i, text: anyDomain },
  { names: /email/i, text: anyEmail },
  { names: /^contactId$/, text: (draw) => draw.known.pick("ctc", draw.random) },
  { names: /^companyId$/, text: (draw) => draw.known.pick("cpn", draw.random) },
  { names: /owner|^userId$/i, text: (draw) => draw.known.pick("usr", draw.random) },
  { names: /^observedAt$/, text: ({ random }) => new Date(1.7e12 + random.below(1e8) * 1e3).toISOString() },
  { names: /^timezone$/, text: ({ random }) => random.pick(["Europe/Paris", "UTC", "America/New_York"]) },
  { names: /^clearFields$/, text: ({ random }) => random.pick(["jobTitle", "phone", "industry", "summary"]) },
  { names: /^map$/, text: ({ random }) => random.pick(["Mail:email", "First Name:firstName", "x:ignore"]) },
  { names: /^(?:never|allow)$/, text: ({ random }) => `n${random.below(50)}@*` },
  { names: /^Prefer$/, text: ({ random }) => random.pick(["respond-async", "respond-async", "wait=1"]) },
  { names: /^Idempotency-Key$/, text: ({ random }) => `key-${random.below(500)}` },
  { names: /^Last-Event-ID$/, text: ({ random }) => String(random.below(5)) },
  { names: /^version$/, text: () => undefined },
];

function salesNavOf(draw: Draw): string {
  const person = anyPerson(draw);
  return draw.random.pick([
    `lead/ACwAA${person},NAME_SEARCH,x`,
    `people/ACwAA${person}`,
    `company/${person}`,
  ]);
}

const patterns = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  const made = new RegExp(pattern, "u");
  patterns.set(pattern, made);
  return made;
}
