import type { Item, ItemRef, Upsert } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import { linkGiven } from "./upsert-names.ts";

/** A record that items name, and ask for where there is none. */
export interface WantedLink {
  /** Creates it. */
  readonly item: Item;
  /** The items that are to be linked to it. */
  readonly for: readonly Item[];
}

/**
 * Gives what items want created: each record once, however many name it. It is created at the clock of the last of them,
 * which a deletion before it doesn't concern, and with the stamp of the first, so that what was said of it between them
 * stands. Its name is the first that is given. Pure.
 */
export function linkedItems(items: readonly Item[]): WantedLink[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return Array.from(groups.values(), (group) => {
    const inOrder = group.toSorted((a, b) => a.clock - b.clock);
    return { item: creating(inOrder), for: inOrder };
  });
}

/** The same for those whose item can create it for the others: of one team, or of one dry run, and not sent again. */
function keyOf({ ref, upsert }: Item): string | undefined {
  const named = upsert.company?.create && linkGiven(definitionOf(upsert.entity), upsert);
  if (!named || "recordId" in named) return undefined;
  const { kind, value } = named.identifier;
  // What is sent again brings nobody back, so it creates nothing for what isn't.
  const scope = `${ref.teamId} ${upsert.dryRun ? ref.jobId : ""} ${upsert.retryOf === undefined}`;
  return `${scope} ${kind} ${value}`;
}

function creating(inOrder: readonly Item[]): Item {
  const last = inOrder.at(-1);
  const definition = last && definitionOf(last.upsert.entity);
  const named = last && definition && linkGiven(definition, last.upsert);
  if (!definition?.link?.create || !named || "recordId" in named) throw new Error("nothing is to be created");
  const { to, create } = definition.link;
  const { userId, keyId, source, retryOf, dryRun, suspiciousAfter } = last.upsert;
  const name = inOrder.find(({ upsert }) => upsert.company?.create?.name !== undefined)?.upsert.company
    ?.create?.name;
  const upsert: Upsert = {
    entity: to,
    userId,
    keyId,
    onConflict: "prefer",
    identifiers: [named.identifier],
    set: name === undefined ? {} : { [create.fills]: name },
    observedAt: Math.min(
      ...inOrder.map((each) => Math.min(each.clock, each.upsert.observedAt ?? each.clock)),
    ),
    onlyCreates: true,
    ...(source !== undefined && { source }),
    ...(retryOf !== undefined && { retryOf }),
    ...(dryRun && { dryRun }),
    ...(suspiciousAfter !== undefined && { suspiciousAfter }),
  };
  return { ref: linkedRef(last.ref), clock: last.clock, upsert };
}

/**
 * Names an item that another one has made: below zero, so that it is no row of the job. It isn't counted among them, and
 * is done once, as they are.
 */
function linkedRef(ref: ItemRef): ItemRef {
  return { ...ref, row: -1 - ref.row };
}

/** Says whether an item is a row of an upload itself. One that a row has made isn't, but ends with its job as well. */
export function isRow({ upload, row }: ItemRef): boolean {
  return upload === true && row >= 0;
}

/** Gives the row that asked for it: its own, or that of the item that made it. */
export function askedRow(row: number): number {
  return row < 0 ? -1 - row : row;
}
