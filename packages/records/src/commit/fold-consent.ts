import type { Item } from "@onefold/contract";
import { changesBetween, CONSENT, isLater, stampOf, withConsent } from "@onefold/identity";
import type { Consent, Folded } from "@onefold/identity";

/**
 * Gives what the item says of whether its person may be written to, and when that was said: at the file's own time,
 * else at the item's. A row that is sent again said it when it was sent first.
 */
export function consentOf({ clock, upsert: { consent, observedAt, retryOf } }: Item): Consent | undefined {
  if (!consent) return undefined;
  return { unsubscribed: consent.unsubscribed, stamp: stampOf(clock, consent.at ?? observedAt ?? retryOf) };
}

/** Folds in what the item says of that. It has a time of its own, so that what was said later stands. */
export function foldConsent(item: Item, folded: Folded): Folded {
  const consent = consentOf(item);
  if (!consent) return folded;
  const before = folded.state;
  const isIn = (before.fields[CONSENT] === true) === consent.unsubscribed;
  if (!isLater(consent.stamp, before.stamps[CONSENT]))
    return isIn ? folded : { ...folded, stale: [...folded.stale, CONSENT] };
  const state = withConsent(before, consent);
  return { ...folded, state, changes: { ...folded.changes, ...changesBetween(before.fields, state.fields) } };
}
