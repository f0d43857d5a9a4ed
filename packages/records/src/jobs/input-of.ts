import type { Upsert } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";

/** Gives a row as a client would send it, in canonical form. A rejected row is mended and sent again from it. */
export function inputOf(upsert: Upsert): Record<string, unknown> {
  const { idField, ownerField, identifiers, aliases, link } = definitionOf(upsert.entity);
  const given = upsert.identifiers.map(({ kind, value }) => [
    identifiers.find((known) => known.kind === kind)?.field ?? kind,
    value,
  ]);
  return {
    ...(upsert.recordId !== undefined && { [idField]: upsert.recordId }),
    ...Object.fromEntries(given),
    ...(aliases && upsert.aliases && { [aliases.field]: upsert.aliases }),
    ...upsert.set,
    ...(upsert.clear && { clearFields: upsert.clear }),
    ...(upsert.owner !== undefined && { [ownerField]: upsert.owner }),
    ...(upsert.company && { [upsert.company.field]: upsert.company.value }),
    ...(link?.create &&
      upsert.company?.create?.name !== undefined && { [link.create.name]: upsert.company.create.name }),
    ...(upsert.source !== undefined && { source: upsert.source }),
    ...(upsert.observedAt !== undefined && { observedAt: new Date(upsert.observedAt / 1_000).toISOString() }),
  };
}
