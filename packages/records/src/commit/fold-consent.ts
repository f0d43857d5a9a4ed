import type { Item } from "@onefold/contract";
import { changesBetween, CONSENT, stampOf, withConsent } from "@onefold/identity";
import type { Consent, Folded, RecordState } from "@onefold/identity";

/**
 * Gives what the item says of whether its person may be written to, and when that was said: at the file's own time,
 * else at the item's. A row that is sent again said it when it was sent first.
 */
export function consentOf({ clock, upsert: { consent, observedAt, retryOf } }: Item): Consent | undefined {
  if (!consent) return undefined;
  return { unsubscribed: consent.unsubscribed, stamp: stampOf(clock, consent.at ?? observedAt ?? retryOf) };
}

/**
 * Folds in what the item says of that, and what the list of unsubscribed values says of who has the item's identifiers.
 * Each has a time of its own, so that what was said later stands, in whatever order it comes.
 * @param listed since when one of these is on the list
 */
export function foldConsent(item: Item, folded: Folded, listed: number | undefined): Folded {
  const own = consentOf(item);
  if (!own && listed === undefined) return folded;
  const before = folded.state;
  const told = own ? withConsent(before, own) : before;
  const state = listed === undefined ? told : withListed(told, listed, item.clock);
  const isStale = own !== undefined && (state.fields[CONSENT] === true) !== own.unsubscribed;
  return {
    state,
    stale: isStale ? [...folded.stale, CONSENT] : folded.stale,
    changes: { ...folded.changes, ...changesBetween(before.fields, state.fields) },
  };
}

/**
 * Gives a record with what the list says of it. That was said when the value was unsubscribed, which can be after the
 * item was accepted: what was said of the contact before doesn't count. A record that knows it already is unchanged, so
 * that an undo doesn't take it for something that was said since the merge.
 * @param clock of the item or the operation that writes it
 */
export function withListed(state: RecordState, since: number, clock: number): RecordState {
  const known = state.stamps[CONSENT]?.effective ?? 0;
  if (known >= since) return state;
  return withConsent(state, { unsubscribed: true, stamp: { effective: since, clock } });
}
