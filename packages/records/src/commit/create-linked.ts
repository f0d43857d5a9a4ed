import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { definitionOf } from "@onefold/identity";
import { teamOfPlace } from "../dry-run/place-of.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import { tablesOf } from "../rows/entity-tables.ts";
import { findOwners } from "../rows/load-records.ts";
import { linkedItems } from "./linked-items.ts";
import type { WantedLink } from "./linked-items.ts";

/** Commits some items, and says which have to wait. */
type Commit = (items: readonly Item[]) => Promise<{ held: readonly Item[]; rest: readonly Item[] }>;

/**
 * Creates the records that items want to be linked to and that aren't there, before the items and in transactions of
 * their own. So no commit holds the lock of a company that many share while it does its own work, and where it is there
 * already, which is mostly so, nothing is locked at all.
 * @returns the items whose record can't be created now: they have to wait
 */
export async function createLinked(
  db: Database,
  items: readonly Item[],
  commit: Commit,
): Promise<ReadonlySet<Item>> {
  const wanted = linkedItems(items);
  if (wanted.length === 0) return new Set();
  let left = await withoutThere(db, wanted);
  while (left.length > 0) {
    const { held, rest } = await commit(left.map(({ item }) => item));
    const undone = new Set([...held, ...rest].map(({ ref }) => receiptKey(ref)));
    const before = left.length;
    left = left.filter(({ item }) => undone.has(receiptKey(item.ref)));
    if (left.length === before || rest.length === 0) break;
  }
  return new Set(left.flatMap((each) => each.for));
}

/** Leaves out what is there: in the team, or among the copies of the dry run. */
async function withoutThere(db: Database, wanted: readonly WantedLink[]): Promise<WantedLink[]> {
  const names = wanted.flatMap(({ item }) => namesOf(item));
  const byEntity = Map.groupBy(names, ({ entity }) => entity);
  const there = new Set<string>();
  for (const [entity, some] of byEntity)
    for (const { teamId, kind, value } of await findOwners(db, tablesOf(entity), some))
      there.add(`${entity} ${teamId} ${kind} ${value}`);
  return wanted.filter(
    ({ item }) =>
      !namesOf(item).some(({ entity, teamId, kind, value }) =>
        there.has(`${entity} ${teamId} ${kind} ${value}`),
      ),
  );
}

function namesOf(item: Item) {
  const { entity } = definitionOf(item.upsert.entity);
  const teams = new Set([item.ref.teamId, teamOfPlace(item)]);
  return item.upsert.identifiers.flatMap(({ kind, value }) =>
    Array.from(teams, (teamId) => ({ entity, teamId, kind, value })),
  );
}
