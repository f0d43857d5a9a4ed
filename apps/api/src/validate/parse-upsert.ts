import { forEachEntity, REQUESTS } from "@onefold/contract";
import type { ErrorDetail, OnConflict, Upsert } from "@onefold/contract";
import { canonicalEmail, definitionOf } from "@onefold/identity";
import type { KeyOwner } from "@onefold/records";
import { may, seesAll } from "../auth/key-powers.ts";
import { rulesOf } from "./body-rules.ts";
import type { BodyRules } from "./body-rules.ts";
import type { FieldRegistry } from "./field-registry.ts";
import { readGiven } from "./given.ts";
import type { Given } from "./given.ts";
import { readAliases, readIdentifiers, readRecordId } from "./read-identifiers.ts";
import { readClear } from "./read-clear.ts";
import { readLink } from "./read-link.ts";
import { readObservedAt } from "./read-observed-at.ts";
import { readValues } from "./read-values.ts";

/** Either what a worker applies, or everything that is wrong with the body. */
type ParsedBody =
  | { readonly ok: true; readonly upsert: Upsert }
  | { readonly ok: false; readonly problems: readonly ErrorDetail[] };

/** What a body means besides what it says. */
export interface UpsertContext {
  readonly key: Pick<KeyOwner, "userId" | "keyId" | "scopes">;
  readonly onConflict: OnConflict;
  readonly registry: FieldRegistry;
}

/**
 * Reads the body of an upsert: empties are ignored, identifiers are canonical, all problems at once. Pure, and
 * never throws.
 */
export type ParseUpsert = (body: Readonly<Record<string, unknown>>, context: UpsertContext) => ParsedBody;

/** What reads the bodies of an entity. */
export function parserOf(rules: BodyRules): ParseUpsert {
  return (body, context) => {
    const given = readGiven(rules, body);
    const upsert = readUpsert(rules, given, context);
    requireParts(rules, given);
    const problems = given.problems.inOrder(rules.order);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, upsert };
  };
}

/** `POST /api/contacts` and its twins. */
export const PARSERS = forEachEntity((entity) => parserOf(rulesOf(definitionOf(entity), REQUESTS[entity])));

/** As far as there is nothing wrong with it. */
function readUpsert(rules: BodyRules, given: Given, { key, onConflict, registry }: UpsertContext): Upsert {
  const recordId = readRecordId(rules, given);
  const identifiers = readIdentifiers(rules, given);
  const aliases = readAliases(rules, given, identifiers);
  const company = readLink(rules, given);
  const owner = readOwner(rules, given);
  const source = given.text("source");
  const set = readValues(rules, given, registry);
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
    ...(!may(key, "identify") && { keepsIdentifiers: true as const }),
    ...(!seesAll(key) && { namesGiven: true as const }),
  };
}

/** A member's e-mail is stored in its canonical form. */
function readOwner({ definition }: BodyRules, given: Given): string | undefined {
  const named = given.text(definition.ownerField)?.trim();
  return named === undefined ? undefined : (canonicalEmail(named) ?? named);
}

/** One that is there but wrong is reported as such, not as missing. */
function requireParts({ definition, keys }: BodyRules, given: Given): void {
  const { requires, idField } = definition;
  if (requires.length === 0 && !keys.some((name) => given.has(name)))
    given.problems.add("", "MISSING_IDENTIFIER", `Give at least one of ${keys.join(", ")}.`);
  if (given.has(idField)) return;
  for (const name of requires)
    if (!given.has(name))
      given.problems.add(name, "MISSING_REQUIRED_FIELD", `${name} is required where ${idField} isn't given.`);
}
