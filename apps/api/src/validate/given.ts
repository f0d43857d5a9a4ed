import { tidyPhone } from "@onefold/identity";
import type { BodyRules } from "./body-rules.ts";
import { isEmpty, isPlain, isStorable, normalise } from "./clean-text.ts";
import { createProblems, shorten } from "./problems.ts";
import type { Problems } from "./problems.ts";

/** A body without its empty values. Its standard fields have the right type and length. */
export interface Given {
  /** A field that was given but is wrong is undefined here. */
  readonly standard: Readonly<Record<string, unknown>>;
  readonly custom: ReadonlyMap<string, unknown>;
  readonly problems: Problems;
  has(field: string): boolean;
  text(field: string): string | undefined;
  list(field: string): readonly string[];
}

/** Drops what is empty, separates our fields from the team's, and checks ours by the request's schema. */
export function readGiven(rules: BodyRules, body: Readonly<Record<string, unknown>>): Given {
  const problems = createProblems();
  const standard: Record<string, unknown> = {};
  const custom = new Map<string, unknown>();
  let mayBreakSchema = false;
  for (const key of Object.keys(body)) {
    const isStandard = Object.hasOwn(rules.request.shape, key);
    const raw = tidied(rules, key, body[key]);
    if (isEmpty(raw)) continue;
    if (isPlain(raw) && rules.plain.has(key)) {
      standard[key] = raw;
      continue;
    }
    mayBreakSchema ||= isStandard;
    const storable = hasStorableText(raw);
    const value = storable ? normalise(raw) : undefined;
    if (!storable)
      problems.add(
        key,
        isStandard ? rules.codeOf(key) : "INVALID_FIELD",
        `${shorten(key)} holds a NUL, half of a surrogate pair or a heap of accents, which can't be stored.`,
      );
    if (isStandard) standard[key] = value;
    else custom.set(key.normalize("NFC"), value);
  }
  if (mayBreakSchema) checkSchema(rules, standard, problems);
  return {
    standard,
    custom,
    problems,
    has: (field) => Object.hasOwn(standard, field) || custom.has(field),
    text: (field) => textOf(standard[field]),
    list: (field) => listOf(standard[field]),
  };
}

function tidied({ phones }: BodyRules, field: string, raw: unknown): unknown {
  return phones.has(field) && typeof raw === "string" ? tidyPhone(raw) : raw;
}

function hasStorableText(value: unknown): boolean {
  if (typeof value === "string") return isStorable(value);
  return !Array.isArray(value) || value.every(hasStorableText);
}

function checkSchema(rules: BodyRules, standard: Record<string, unknown>, problems: Problems): void {
  const result = rules.request.safeParse(standard);
  if (result.success) return;
  for (const issue of result.error.issues) {
    const [field, index] = issue.path;
    if (typeof field !== "string") continue;
    standard[field] = undefined;
    const path = typeof index === "number" ? `${field}[${index}]` : field;
    problems.add(path, rules.codeOf(field), `${path} ${wordsOf(issue)}.`);
  }
}

function wordsOf(issue: { code?: string; expected?: unknown; maximum?: unknown; origin?: unknown }): string {
  if (issue.code === "too_big")
    return `is longer than ${String(issue.maximum)} ${issue.origin === "array" ? "entries" : "characters"}`;
  return issue.expected === "array" ? "must be an array of strings" : "must be a string";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
