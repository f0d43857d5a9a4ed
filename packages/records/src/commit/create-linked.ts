import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import { teamOfPlace } from "../dry-run/place-of.ts";
import { findApplied } from "../receipts/read-receipts.ts";
import { receiptKey } from "../receipts/receipt-key.ts";
import { tablesOf } from "../rows/entity-tables.ts";
import { findOwners } from "../rows/load-records.ts";
import { perTeam } from "../rows/same-team.ts";
import { linkedItems } from "./linked-items.ts";
import type { WantedLink } from "./linked-items.ts";

/** Commits some items, and says which have to wait. */
type Commit = (items: readonly Item[]) => Promise<{ held: readonly Item[]; rest: readonly Item[] }>;

/**
 * Creates the records that items want to be linked to and that aren't there, before the items and in transactions of
 * their own. So no commit holds the lock of a company that many share while it does its own work, and where it is there
 * already, which is mostly so, nothing is locked at all. Where one isn't there, all items about such records go along with
 * it, in the order of their clocks: what was said of a company itself before stands.
 * @param commit is given items about records that others are linked to, again and again while some of them are left for
 * want of room
 * @param options `isReplay`: the items have receipts, which are about to make way
 * @returns the items whose record can't be created now: they have to wait
 */
export async function createLinked(
  db: Database,
  items: readonly Item[],
  commit: Commit,
  { isReplay = false }: { readonly isReplay?: boolean } = {},
): Promise<ReadonlySet<Item>> {
  const linked = linkedItems(items);
  const wanted = await withoutThere(db, isReplay ? linked : await withoutDone(db, linked));
  if (wanted.length === 0) return new Set();
  const entities = new Set(wanted.map(({ item }) => item.upsert.entity));
  let due = [...items.filter(({ upsert }) => entities.has(upsert.entity)), ...wanted.map(({ item }) => item)];
  for (;;) {
    const { held, rest } = await commit(due);
    const isOver = rest.length === 0 || held.length + rest.length === due.length;
    due = [...held, ...rest];
    if (isOver) break;
  }
  const undone = new Set(due.map(({ ref }) => receiptKey(ref)));
  return new Set(wanted.flatMap((each) => (undone.has(receiptKey(each.item.ref)) ? each.for : [])));
}

/** Leaves out what only items want that are applied already, and come again. */
async function withoutDone(db: Database, wanted: readonly WantedLink[]): Promise<readonly WantedLink[]> {
  const asking = wanted.flatMap((each) => each.for.map(({ ref }) => ref));
  const applied = await findApplied(db, asking);
  return wanted.filter((each) => !each.for.every(({ ref }) => applied.has(receiptKey(ref))));
}

/** Leaves out what is there: in the team, or among the copies of the dry run. */
async function withoutThere(db: Database, wanted: readonly WantedLink[]): Promise<readonly WantedLink[]> {
  const names = wanted.flatMap(({ item }) => namesOf(item));
  const there = new Set<string>();
  for (const [entity, some] of Map.groupBy(names, (each) => each.entity))
    for (const ofTeam of perTeam(some))
      for (const { teamId, kind, value } of await findOwners(db, tablesOf(entity), ofTeam))
        there.add(keyOf({ entity, teamId, kind, value }));
  return wanted.filter(({ item }) => !namesOf(item).some((name) => there.has(keyOf(name))));
}

function namesOf({ ref, upsert, ...rest }: Item) {
  const { entity, identifiers } = upsert;
  const teams = new Set([ref.teamId, teamOfPlace({ ref, upsert, ...rest })]);
  return identifiers.flatMap(({ kind, value }) =>
    Array.from(teams, (teamId) => ({ entity, teamId, kind, value })),
  );
}

function keyOf(name: ReturnType<typeof namesOf>[number]): string {
  return `${name.entity} ${name.teamId} ${name.kind} ${name.value}`;
}
