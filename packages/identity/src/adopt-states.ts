import type { FieldValue } from "@onefold/contract";
import type { EntityDefinition } from "./entity-definition.ts";
import { fieldMap } from "./field-map.ts";
import { earlierSince, isSince, withLinkedJob, withSaidJobs } from "./jobs.ts";
import type { RecordState } from "./record-state.ts";
import { laterOf, stampOf } from "./stamp.ts";
import type { Stamp } from "./stamp.ts";

/** A record that took over others. */
export interface Adopted {
  readonly state: RecordState;
  /** The fields whose value came from a secondary. */
  readonly moved: readonly string[];
  /** Values of secondaries that were not taken, as the survivor has its own. */
  readonly refused: readonly RefusedValue[];
}

interface RefusedValue {
  readonly field: string;
  readonly value: FieldValue;
  /** The index of the secondary that had the value. */
  readonly from: number;
}

/**
 * Merges records as somebody asked for. The survivor's values stand, and its empty fields are filled from the
 * secondaries in their order. Every field gets the merge's clock, so that a write from before the merge changes
 * nothing. A stamp that is later than the merge stays, as none is ever lowered. The survivor's origin and owner stay
 * too. Links stay as old as they are: what a record's own fields said of a job is that job's from now on.
 */
export function adoptStates(
  definition: EntityDefinition,
  given: RecordState,
  others: readonly RecordState[],
  clock: number,
): Adopted {
  const [survivor = given, ...secondaries] = [given, ...others].map((each) => withSaidJobs(definition, each));
  const fields = fieldMap(survivor.fields);
  const stamps = fieldMap<Stamp>();
  const moved: string[] = [];
  const refused: RefusedValue[] = [];
  for (const { stamps: written } of [survivor, ...secondaries])
    for (const [field, stamp] of Object.entries(written))
      stamps[field] = laterOf(stamp, stamps[field] ?? (isSince(field) ? stamp : stampOf(clock)));

  secondaries.forEach((secondary, from) => {
    for (const [field, value] of Object.entries(secondary.fields)) {
      const own = fields[field];
      if (own !== undefined && isSince(field)) fields[field] = earlierSince(own, value) ?? own;
      else if (own === undefined && field !== OWNER) {
        fields[field] = value;
        moved.push(field);
      } else if (own !== value && !isIdentifier(definition, field)) refused.push({ field, value, from });
    }
  });
  const state = withLinkedJob(definition, { fields, stamps, origin: survivor.origin });
  return { state, moved, refused };
}

/** A record always has an owner, at least its creator. So the owner is never taken from a secondary. */
const OWNER = "ownerId";

/** Identifiers are left out here. The secondaries' identifiers aren't lost: they go on naming the survivor. */
function isIdentifier(definition: EntityDefinition, field: string): boolean {
  return definition.identifiers.some((identifier) => identifier.field === field);
}
