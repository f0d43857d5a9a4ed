import type { Evidence, Finding, RecordRead } from "./evidence.ts";
import { CONSENT, later, valuesIn, writtenBy } from "./record-value.ts";
import type { Values, Written } from "./record-value.ts";
import type { Merge, Timeline } from "./timeline.ts";

const FIELDS = ["firstName", "lastName", "jobTitle"] as const;
const ORDERS = [{ upsertsMergeLast: false }, { upsertsMergeLast: true }] as const;

/** Each field is the latest acknowledged write by clock. */
export function checkFields({ records }: Evidence, timeline: Timeline): Finding[] {
  const values = ORDERS.map((order) => valuesIn(timeline, order));
  return records.flatMap((record) => [
    ...FIELDS.flatMap((field) => checkField(values, record, field)),
    ...checkConsent(timeline, values, record),
  ]);
}

function checkField(values: readonly Values[], { id, fields }: RecordRead, field: string): Finding[] {
  const expected = values.map((valueOf) => valueOf(id, field));
  if (expected.some((each) => each?.value === fields[field])) return [];
  return [wrong(id, field, fields[field], expected[0])];
}

function checkConsent(
  timeline: Timeline,
  values: readonly Values[],
  { id, unsubscribed }: RecordRead,
): Finding[] {
  const undone = timeline.merges.filter(
    ({ undoneAt, secondaryIds }) => undoneAt !== undefined && secondaryIds.includes(id),
  );
  const handed = undone.map((merge) => handedBack(timeline, merge));
  if (handed.includes("unclear")) return [];
  const expected = values.map((valueOf) =>
    handed.reduce<Written | undefined>(
      (latest, each) => later(latest, each === "unclear" ? undefined : each),
      valueOf(id, CONSENT),
    ),
  );
  // What was handed to a record before it was merged itself is its survivor's.
  if (
    timeline.merges.some(
      ({ survivorId, secondaryIds }) => survivorId === id && wereRestored(timeline, secondaryIds),
    )
  )
    return [];
  if (expected.some((each) => (each?.value === true) === unsubscribed)) return [];
  return [wrong(id, CONSENT, unsubscribed, expected[0])];
}

function wereRestored({ merges }: Timeline, ids: readonly string[]): boolean {
  return merges.some(
    ({ undoneAt, secondaryIds }) => undoneAt !== undefined && secondaryIds.some((id) => ids.includes(id)),
  );
}

/**
 * What was said of the person while two records were one: an undo leaves it with both. Unclear where a row of an upload
 * from before the merge may have come after it.
 */
function handedBack(
  timeline: Timeline,
  { survivorId, clock, undoneAt = 0, secondaryIds }: Merge,
): Written | undefined | "unclear" {
  const rows = timeline.writes.filter(({ recordId, write }) => recordId === survivorId && write.unsubscribed);
  const ofMerge = rows.find((each) => each.clock === clock);
  if (rows.some((each) => each !== ofMerge && (writtenBy(each, CONSENT)[0]?.effective ?? 0) < clock))
    return "unclear";
  const isMergedLater = timeline.merges.some(
    (other) =>
      other.survivorId === survivorId &&
      other.clock > clock &&
      other.clock < undoneAt &&
      other.secondaryIds !== secondaryIds,
  );
  if (isMergedLater) return "unclear";
  const said = [
    ...rows
      .filter((each) => each.clock >= clock && each.clock < undoneAt)
      .flatMap((each) => writtenBy(each, CONSENT)),
    ...timeline.consents
      .filter((each) => each.recordId === survivorId && each.clock > clock && each.clock < undoneAt)
      .map((each) => ({
        clock: each.clock,
        effective: each.clock,
        value: each.unsubscribed ? true : undefined,
      })),
  ];
  return said.reduce<Written | undefined>((latest, each) => later(latest, each), undefined);
}

function wrong(id: string, field: string, is: unknown, expected: Written | undefined): Finding {
  return {
    kind: "wrong field",
    message: `${field} of ${id} is ${JSON.stringify(is)}; the latest write (clock ${expected?.clock}) says ${JSON.stringify(expected?.value)}.`,
  };
}
