import type { Identifier } from "@onefold/contract";
import type { Tables } from "@onefold/database";
import { unsubscribedBy } from "@onefold/identity";
import type { Kysely } from "kysely";
import { findUnsubscribed } from "./find-unsubscribed.ts";

/** Says since when one of these identifiers is unsubscribed, last; undefined if none is. */
export async function unsubscribedSince(
  db: Kysely<Tables>,
  teamId: string,
  identifiers: readonly Identifier[],
): Promise<number | undefined> {
  const values = identifiers.flatMap((identifier) =>
    unsubscribedBy(identifier).map((value) => ({ ...value, teamId })),
  );
  const clockOf = await findUnsubscribed(db, values);
  const clocks = values.map(clockOf).filter((clock) => clock !== undefined);
  return clocks.length === 0 ? undefined : Math.max(...clocks);
}
