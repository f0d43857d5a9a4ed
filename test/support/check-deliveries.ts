import type { ChangeEvent } from "@onefold/contract";
import type { Delivery } from "./webhook-receiver.ts";

/** What a receiver got of a team, and what had happened. */
export interface Delivered {
  /** In the order in which it came. */
  readonly log: readonly Delivery[];
  /** The team's change feed, as far as the webhook is told of it. */
  readonly feed: readonly Pick<ChangeEvent, "id" | "event" | "recordId" | "jobId">[];
  /** Records of merges that were taken back: with the merge goes that they were changed by it, and they are as old as before. */
  readonly restored?: ReadonlySet<string>;
}

/**
 * Says what is wrong with what a receiver of webhooks got. Each event has to have come, and be known to who takes each id
 * once; no record's newer state may be followed by an older one.
 */
export function checkDeliveries({ log, feed, restored = new Set() }: Delivered): string[] {
  const taken = log.filter(({ status }) => status !== undefined && status >= 200 && status < 300);
  return [...missing(taken, feed), ...unlikeRepeats(log), ...overtaken(log, restored)];
}

/** By the first that was taken of each id: any other is a repeat of it. */
function missing(taken: readonly Delivery[], feed: Delivered["feed"]): string[] {
  const firsts = new Map<string, Delivery>();
  for (const each of taken) if (!firsts.has(each.id)) firsts.set(each.id, each);
  const told = new Set<string>();
  const omitted = new Set<string | undefined>();
  for (const { message } of firsts.values()) {
    for (const id of message.data.eventIds) told.add(id);
    // Where events are only counted, their names stand for them.
    if (message.data.omitted !== undefined) omitted.add(message.data.recordId);
  }
  return feed
    .filter(({ id, recordId }) => !told.has(id) && !omitted.has(recordId))
    .map(({ id }) => `the event ${id} never came`);
}

function unlikeRepeats(log: readonly Delivery[]): string[] {
  const wrong: string[] = [];
  const first = new Map<string, string>();
  for (const { id, message } of log) {
    const { events, recordId } = message.data;
    const content = `${recordId} ${events.join()}`;
    if ((first.get(id) ?? content) !== content) wrong.push(`the id ${id} came with ${content} as well`);
    first.set(id, first.get(id) ?? content);
  }
  return wrong;
}

function overtaken(log: readonly Delivery[], restored: ReadonlySet<string>): string[] {
  const wrong: string[] = [];
  const latest = new Map<string, string>();
  for (const { id, message } of log) {
    const { recordId, record } = message.data;
    if (recordId === undefined || !record || restored.has(recordId)) continue;
    const before = latest.get(recordId);
    if (before !== undefined && record.updatedAt < before)
      wrong.push(`${id} told of ${recordId} as it was at ${record.updatedAt}, after ${before}`);
    latest.set(recordId, record.updatedAt);
  }
  return wrong;
}
