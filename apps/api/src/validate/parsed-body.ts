import type { ErrorDetail, Identifier, OnConflict, Upsert } from "@onefold/contract";
import { canonicalEmail } from "@onefold/identity";
import type { KeyOwner } from "@onefold/records";
import { may, seesAll } from "../auth/key-powers.ts";
import type { BodyRules } from "./body-rules.ts";
import type { FieldRegistry } from "./field-registry.ts";
import type { Given } from "./given.ts";
import { readClear } from "./read-clear.ts";
import { readObservedAt } from "./read-observed-at.ts";
import { readValues } from "./read-values.ts";

/** Either what a worker applies, or everything that is wrong with the body. */
export type ParsedBody =
  | { readonly ok: true; readonly upsert: Upsert }
  | { readonly ok: false; readonly problems: readonly ErrorDetail[] };

/** What a body means besides what it says. */
export interface UpsertContext {
  readonly key: Pick<KeyOwner, "userId" | "keyId" | "scopes">;
  readonly onConflict: OnConflict;
  readonly registry: FieldRegistry;
}

/** What names the record, and the one that it is linked to. */
export interface Target {
  readonly recordId: string | undefined;
  readonly identifiers: Identifier[];
  readonly aliases: string[];
  readonly company: Upsert["company"];
}

/** Reads the rest, and puts the upsert together. */
export function parsedBody(
  rules: BodyRules,
  given: Given,
  target: Target,
  context: UpsertContext,
): ParsedBody {
  const { recordId, identifiers, aliases, company } = target;
  const named = given.text(rules.definition.ownerField)?.trim();
  // A member's e-mail is stored in its canonical form.
  const owner = named === undefined ? undefined : (canonicalEmail(named) ?? named);
  const source = given.text("source");
  const set = readValues(rules, given, context.registry);
  const clear = readClear(rules, given, context);
  const observedAt = readObservedAt(rules, given);

  const problems = given.problems.inOrder(rules.order);
  if (problems.length > 0) return { ok: false, problems };
  const upsert: Upsert = {
    entity: rules.definition.entity,
    userId: context.key.userId,
    keyId: context.key.keyId,
    onConflict: context.onConflict,
    identifiers,
    set,
    ...(recordId !== undefined && { recordId }),
    ...(aliases.length > 0 && { aliases }),
    ...(clear.length > 0 && { clear }),
    ...(owner !== undefined && { owner }),
    ...(company && { company }),
    ...(source !== undefined && { source }),
    ...(observedAt !== undefined && { observedAt }),
    ...(!may(context.key, "identify") && { keepsIdentifiers: true as const }),
    ...(!seesAll(context.key) && { namesGiven: true as const }),
  };
  return { ok: true, upsert };
}
