import type { Entity, Item } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { unsubscribedBy } from "@onefold/identity";
import type { EntityDefinition } from "@onefold/identity";
import type { Transaction } from "kysely";
import { identifiersGiven } from "../commit/upsert-names.ts";
import type { TeamIdentifier } from "../rows/load-records.ts";
import { findListing, findUnsubscribed } from "./find-unsubscribed.ts";

/** An identifier that unsubscribes who has it, and since when. */
export interface UnsubscribedIdentifier {
  readonly identifier: TeamIdentifier;
  readonly clock: number;
}

/** Whether what a record is of can be written to, and so be unsubscribed. */
export const IS_WRITTEN_TO: Readonly<Partial<Record<Entity, boolean>>> = { contact: true };

/**
 * Reads which identifiers of the items are unsubscribed, by themselves or by their domain. An identifier's lock is held
 * by whoever unsubscribes it, so under the same lock what was said before is seen.
 * @param homeOf gives the team whose list counts for a team: a dry run's is its own team's
 */
export async function loadUnsubscribed(
  trx: Transaction<Tables>,
  definition: EntityDefinition,
  items: readonly Item[],
  homeOf: (teamId: string) => string,
): Promise<UnsubscribedIdentifier[]> {
  if (!IS_WRITTEN_TO[definition.entity]) return [];
  const listing = await findListing(
    trx,
    items.map(({ ref }) => homeOf(ref.teamId)),
  );
  const asked = items.flatMap(({ ref: { teamId }, upsert }) => {
    const home = homeOf(teamId);
    if (!listing.has(home)) return [];
    return identifiersGiven(definition, upsert).flatMap((identifier) =>
      unsubscribedBy(identifier).map((value) => ({
        value: { ...value, teamId: home },
        identifier: { teamId, ...identifier },
      })),
    );
  });
  const clockOf = await findUnsubscribed(
    trx,
    asked.map(({ value }) => value),
  );
  return asked.flatMap(({ value, identifier }) => {
    const clock = clockOf(value);
    return clock === undefined ? [] : [{ identifier, clock }];
  });
}
