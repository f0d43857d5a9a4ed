import type { Identifier, Upsert } from "@onefold/contract";
import type { EntityDefinition } from "@onefold/identity";

/** Gives all identifiers of an upsert, the additional ones too. */
export function identifiersGiven({ main: { kind } }: EntityDefinition, upsert: Upsert): Identifier[] {
  return [...upsert.identifiers, ...(upsert.aliases ?? []).map((value) => ({ kind, value }))];
}

/** The record of another entity that an upsert names, by its id or by one of its identifiers. */
export type NamedLink = { readonly recordId: string } | { readonly identifier: Identifier };

export function linkGiven({ link }: EntityDefinition, { company }: Upsert): NamedLink | undefined {
  const by = company && link?.by[company.field];
  if (!company || by === undefined) return undefined;
  return by === "id" ? { recordId: company.value } : { identifier: { kind: by, value: company.value } };
}
