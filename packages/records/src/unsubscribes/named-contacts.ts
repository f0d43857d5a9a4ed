import { contactDefinition } from "@onefold/identity";
import type { UnsubscribedValue } from "@onefold/identity";
import type { RecordName } from "../reads/read-record.ts";

/** Gives the names by which contacts are found that have one of the values: those of one person. */
export function contactsNamed(values: readonly UnsubscribedValue[]): RecordName[] {
  return values.flatMap(({ kind, value }) =>
    kind !== "phone" && contactDefinition.identifiers.some((known) => known.kind === kind)
      ? [{ identifier: { kind, value } }]
      : [],
  );
}
