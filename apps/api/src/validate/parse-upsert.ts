import { forEachEntity, REQUESTS, SUSPICIOUS_AFTER } from "@onefold/contract";
import type { ErrorDetail, OnConflict, Upsert } from "@onefold/contract";
import { canonicalEmail, definitionOf } from "@onefold/identity";
import { may, seesAll } from "@onefold/present";
import type { KeyOwner } from "@onefold/records";
import { rulesOf } from "./body-rules.ts";
import type { BodyRules } from "./body-rules.ts";
import type { FieldRegistry } from "./field-registry.ts";
import { readGiven } from "./given.ts";
import type { Given } from "./given.ts";
import { createPlaceholders } from "./placeholders.ts";
import { readAliases, readIdentifiers, readRecordId } from "./read-identifiers.ts";
import { readClear } from "./read-clear.ts";
import { readLink } from "./read-link.ts";
import { readObservedAt } from "./read-observed-at.ts";
import { readValues } from "./read-values.ts";
import type { TeamRules } from "./rules-cache.ts";

/** Either what a worker applies, or everything that is wrong with the body. */
type ParsedBody =
  | { readonly ok: true; readonly upsert: Upsert }
  | { readonly ok: false; readonly problems: readonly ErrorDetail[] };

/** What else decides how a body is read. */
export interface UpsertContext {
  readonly key: Pick<KeyOwner, "userId" | "keyId" | "scopes">;
  readonly onConflict: OnConflict;
  readonly registry: FieldRegistry;
  readonly rules: TeamRules;
  /** Whether a company that is named and isn't there is to be created. */
  readonly createCompanies?: true | undefined;
}

/**
 * Reads the body of an upsert. It ignores empty values, makes identifiers canonical and gives all problems at once. It
 * is pure and never throws.
 */
export type ParseUpsert = (body: Readonly<Record<string, unknown>>, context: UpsertContext) => ParsedBody;

/** Makes the reader of an entity's bodies. */
export function parserOf(rules: BodyRules): ParseUpsert {
  return (body, context) => {
    const given = readGiven(rules, body);
    const upsert = readUpsert(rules, given, context);
    requireParts(rules, given);
    requireName(rules, given, upsert);
    const problems = given.problems.inOrder(rules.order);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, upsert };
  };
}

/** The reader of each entity's bodies: `POST /api/contacts` and the same route of the others. */
export const PARSERS = forEachEntity((entity) => parserOf(rulesOf(definitionOf(entity), REQUESTS[entity])));

/** Reads what the body asks for, as far as nothing is wrong with it. */
function readUpsert(rules: BodyRules, given: Given, context: UpsertContext): Upsert {
  const { key, onConflict, registry, createCompanies } = context;
  const { placeholders: patterns, suspiciousAfter } = context.rules;
  const reading = { given, placeholders: createPlaceholders(patterns) };
  const recordId = readRecordId(rules, given);
  const identifiers = readIdentifiers(rules, reading);
  const aliases = readAliases(rules, reading, identifiers);
  const company = readLink(rules, reading, createCompanies);
  const rejections = reading.placeholders.found();
  const owner = readOwner(rules, given);
  const source = given.text("source");
  const set = readValues(rules, given, context);
  const clear = readClear(rules, given, { key, registry });
  const observedAt = readObservedAt(rules, given);
  return {
    entity: rules.definition.entity,
    userId: key.userId,
    keyId: key.keyId,
    onConflict,
    identifiers,
    set,
    ...(recordId !== undefined && { recordId }),
    ...(aliases.length > 0 && { aliases }),
    ...(clear.length > 0 && { clear }),
    ...(owner !== undefined && { owner }),
    ...(company && { company }),
    ...(source !== undefined && { source }),
    ...(observedAt !== undefined && { observedAt }),
    ...(suspiciousAfter !== SUSPICIOUS_AFTER && { suspiciousAfter }),
    ...(rejections.length > 0 && { rejections: [...rejections] }),
    ...(!may(key, "identify") && { keepsIdentifiers: true as const }),
    ...(!seesAll(key) && { namesGiven: true as const }),
  };
}

/** A member's e-mail is stored in its canonical form, so the owner's is too. */
function readOwner({ definition }: BodyRules, given: Given): string | undefined {
  const named = given.text(definition.ownerField)?.trim();
  return named === undefined ? undefined : (canonicalEmail(named) ?? named);
}

/** Requires what the definition asks for. A part that is there but wrong is reported as such, not as missing. */
function requireParts({ definition, keys }: BodyRules, given: Given): void {
  const { requires, idField } = definition;
  if (requires.length === 0 && !keys.some((name) => given.has(name)))
    given.problems.add("", "MISSING_IDENTIFIER", `Give at least one of ${keys.join(", ")}.`);
  if (given.has(idField)) return;
  for (const name of requires)
    if (!given.has(name))
      given.problems.add(name, "MISSING_REQUIRED_FIELD", `${name} is required where ${idField} isn't given.`);
}

/** Refuses a body all of whose names name nobody: there is nobody to apply the rest to. */
function requireName({ definition }: BodyRules, given: Given, upsert: Upsert): void {
  if (upsert.identifiers.length > 0 || given.has(definition.idField)) return;
  const names = definition.identifiers.map(({ field }) => field).filter((field) => given.has(field));
  const nobody = new Set(upsert.rejections?.map(({ field }) => field));
  // If a name is wrong, that is told instead: once it is right, it may be enough.
  if (!names.every((field) => nobody.has(field))) return;
  for (const field of names)
    given.problems.add(
      field,
      "PLACEHOLDER_IDENTIFIER",
      `${field} names no ${definition.words.one}: such a value stands for "nothing", or many share it. Where it is ` +
        "right, allow it: PUT /api/identity-rules, or npx onefold rules allow.",
    );
}
