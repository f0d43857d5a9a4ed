import { forEachEntity, REQUESTS } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { rulesOf } from "./body-rules.ts";
import type { BodyRules } from "./body-rules.ts";
import { readGiven } from "./given.ts";
import type { Given } from "./given.ts";
import { parsedBody } from "./parsed-body.ts";
import type { ParsedBody, UpsertContext } from "./parsed-body.ts";
import { readAliases, readIdentifiers, readRecordId } from "./read-identifiers.ts";
import { readLink } from "./read-link.ts";

/**
 * Reads the body of an upsert: empties are ignored, identifiers are canonical, all problems at once. Pure, and
 * never throws.
 */
export type ParseUpsert = (body: Readonly<Record<string, unknown>>, context: UpsertContext) => ParsedBody;

/** What reads the bodies of an entity. */
export function parserOf(rules: BodyRules): ParseUpsert {
  return (body, context) => {
    const given = readGiven(rules, body);
    const recordId = readRecordId(rules, given);
    const identifiers = readIdentifiers(rules, given);
    const aliases = readAliases(rules, given, identifiers);
    const company = readLink(rules, given);
    requireParts(rules, given);
    return parsedBody(rules, given, { recordId, identifiers, aliases, company }, context);
  };
}

/** `POST /api/contacts` and its twins. */
export const PARSERS = forEachEntity((entity) => parserOf(rulesOf(definitionOf(entity), REQUESTS[entity])));

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
