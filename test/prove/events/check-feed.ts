import type { ChangeEvent } from "@onefold/contract";

export type FeedEvent = Pick<ChangeEvent, "id" | "event" | "recordId" | "mergedIds" | "restoredIds">;

/**
 * Says what is wrong with what a client was told that followed a feed while everything broke: each event once, all of them,
 * and nothing before what was told already (docs/guarantees.md).
 * @param followed by the client, in the order in which it was told
 * @param whole the feed as it is when all is over
 */
export function checkFeed(followed: readonly FeedEvent[], whole: readonly FeedEvent[]): string[] {
  const places = new Map<string, number>();
  const wrong: string[] = [];
  for (const [place, { id, event }] of followed.entries()) {
    if (places.has(id)) wrong.push(`the event ${id} (${event}) was told twice`);
    else places.set(id, place);
  }
  let last = -1;
  for (const { id, event, recordId } of whole) {
    const place = places.get(id);
    if (place === undefined) wrong.push(`the event ${id} (${event} of ${recordId}) was never told`);
    else if (place < last)
      wrong.push(`the event ${id} (${event} of ${recordId}) was told before an earlier one`);
    last = Math.max(last, place ?? last);
  }
  return [...wrong, ...vanished(followed, whole)];
}

/** Nothing goes but what happened to who was deleted, and to whom they were one with for a while. */
function vanished(followed: readonly FeedEvent[], whole: readonly FeedEvent[]): string[] {
  const stays = new Set(whole.map(({ id }) => id));
  const deleted = whole.filter(({ event }) => event === "deleted").flatMap(recordsOf);
  const erased = connected(deleted, followed.map(recordsOf));
  return followed
    .filter(({ id, recordId = "" }) => !stays.has(id) && !erased.has(recordId))
    .map(({ id, event, recordId }) => `the event ${id} (${event} of ${recordId}) was told and is gone`);
}

/** All that are in one group with some of these, or with who is in one with them. */
function connected(some: readonly string[], groups: readonly (readonly string[])[]): Set<string> {
  const found = new Set(some);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const group of groups) if (group.some((id) => found.has(id))) for (const id of group) found.add(id);
  }
  return found;
}

/** The records that an event is about. */
export const recordsOf = ({ recordId, mergedIds = [], restoredIds = [] }: FeedEvent): string[] => [
  ...(recordId === undefined ? [] : [recordId]),
  ...mergedIds,
  ...restoredIds,
];
