import { identifiersOf } from "../history/write.ts";
import type { Write } from "../history/write.ts";
import type { Evidence, Finding, RecordRead } from "./evidence.ts";
import { CONSENT, valuesIn } from "./record-value.ts";
import type { Values, Written } from "./record-value.ts";
import type { Timeline } from "./timeline.ts";

const FIELDS = ["firstName", "lastName", "jobTitle"] as const;
/** What no client can tell: whichever it was, it is right. */
const EITHER = [false, true];
const ORDERS = EITHER.flatMap((upsertsMergeLast) =>
  EITHER.flatMap((mergesHideEqual) =>
    EITHER.map((unsureAreLater) => ({ upsertsMergeLast, mergesHideEqual, unsureAreLater })),
  ),
);

/** Each field is the latest acknowledged write by clock. */
export function checkFields(evidence: Evidence, timeline: Timeline): Finding[] {
  const { records, told, resolved } = evidence;
  const values = ORDERS.map((order) => valuesIn(timeline, order));
  const erased = told.flatMap(({ kind, write }) => (kind === "erased" ? [write] : []));
  return records.flatMap((record) => [
    ...FIELDS.flatMap((field) =>
      isOfErased({ erased, resolved }, timeline, record, field) ? [] : checkField(values, record, field),
    ),
    ...checkConsent(timeline, values, record),
  ]);
}

function checkField(values: readonly Values[], { id, fields }: RecordRead, field: string): Finding[] {
  const expected = values.map((valueOf) => valueOf(id, field));
  if (expected.some((each) => each?.value === fields[field])) return [];
  return [wrong(id, field, fields[field], expected[0])];
}

/**
 * A write that came to it while it was one with a record that was deleted since: nobody is told where it went, and an undo
 * left its value here.
 */
function isOfErased(
  { erased, resolved }: { erased: readonly Write[]; resolved: Evidence["resolved"] },
  { writes, merges }: Timeline,
  { id, fields }: RecordRead,
  field: string,
): boolean {
  const given = erased.filter(
    ({ set, clear }) => set[field] === fields[field] && (field in set || clear.includes(field)),
  );
  if (given.length === 0) return false;
  // By which names the other part was known then, nobody is told either.
  const wasOneWithErased = merges.some(
    ({ survivorId, secondaryIds, undoneAt }) =>
      survivorId === id &&
      undoneAt !== undefined &&
      secondaryIds.some((part) => resolved.get(part) === undefined),
  );
  if (wasOneWithErased) return true;
  const known = new Set(
    writes.filter(({ recordId }) => recordId === id).flatMap(({ write }) => identifiersOf(write.names)),
  );
  return given.some(({ names }) => identifiersOf(names).some((name) => known.has(name)));
}

function checkConsent(
  timeline: Timeline,
  values: readonly Values[],
  { id, unsubscribed }: RecordRead,
): Finding[] {
  if ([...partsOf(timeline, id)].some((each) => timeline.consents.later.unclear.has(each))) return [];
  const expected = values.map((valueOf) => valueOf(id, CONSENT));
  if (expected.some((each) => (each?.value === true) === unsubscribed)) return [];
  return [wrong(id, CONSENT, unsubscribed, expected[0])];
}

/** The record, and all that it is made of. */
function partsOf({ merges }: Timeline, id: string): ReadonlySet<string> {
  const parts = new Set([id]);
  for (const part of parts)
    for (const { survivorId, secondaryIds, undoneAt } of merges)
      if (survivorId === part && undoneAt === undefined) for (const each of secondaryIds) parts.add(each);
  return parts;
}

function wrong(id: string, field: string, is: unknown, expected: Written | undefined): Finding {
  return {
    kind: "wrong field",
    message: `${field} of ${id} is ${JSON.stringify(is)}; the latest write (clock ${expected?.clock}) says ${JSON.stringify(expected?.value)}.`,
  };
}
