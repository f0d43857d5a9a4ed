import type { LoadedRecord } from "../commit/commit-state.ts";
import type { Operation, TimedOperation } from "./operation.ts";

/**
 * Gives an operation its clock, once everything that it changes is locked. The clock is above every one that these
 * records have seen, even if the store that issues them was lost and began anew. So no write of an operation is ever
 * stale, and what it leaves (stamps, tombstones) is later than all that it decided over.
 */
export async function takeClock<T extends Operation>(
  operation: T,
  records: readonly LoadedRecord[],
): Promise<T & TimedOperation> {
  await operation.onPoint?.("locked");
  const floor = records.reduce((highest, record) => Math.max(highest, highestClockOf(record)), 0);
  const clock = await operation.issueClock(floor);
  if (clock <= floor) throw new Error("The clock that was issued is not above those of the records.");
  return { ...operation, clock };
}

/** Gives the highest clock that a record has seen. */
export function highestClockOf({ state, identifiers, updatedClock }: LoadedRecord): number {
  const stamps = Object.values(state?.stamps ?? {});
  return Math.max(
    updatedClock,
    state?.origin.clock ?? 0,
    // What a list says of the contact is of the list's time, which can be after the item that made the contact.
    ...stamps.map(({ effective, clock }) => Math.max(effective, clock)),
    ...identifiers.map(({ clock }) => clock),
  );
}
