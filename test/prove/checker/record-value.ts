import type { AppliedWrite, Merge } from "./effects.ts";
import type { Timeline } from "./timeline.ts";

/** A field's last write: the value, undefined where it was emptied, and when. Both in microseconds since 1970. */
export interface Written {
  readonly value: string | boolean | undefined;
  readonly effective: number;
  readonly clock: number;
}

/** Values of the fields of records at the end, or before a clock. */
export type Values = (recordId: string, field: string, before?: number) => Written | undefined;

export interface ValueOptions {
  /**
   * A merge that an upsert brought can be committed after an asked-for one with a higher clock. Which was first no
   * client can tell; then either order is right.
   */
  readonly upsertsMergeLast: boolean;
  /**
   * A write that is older than a merge (by its `observedAt` too), and came to the survivor after it, changes nothing. Where it gave the value that
   * the merge had brought, nobody was told so: once the merge is undone, that value is gone with it.
   */
  readonly mergesHideEqual: boolean;
  /** Whether an operation was after each merge that may have been before it (`consentsOf`). */
  readonly unsureAreLater: boolean;
}

/** The field that says whether a person may be written to. */
export const CONSENT = "unsubscribed";

/**
 * What a field of a record has to be, by what clients were told alone: the latest write among those whose receipts
 * name the record, or one that was merged into it. An asked-for merge keeps the survivor's value, fills what it lacks,
 * and counts as a write of all of them.
 */
export function valuesIn(timeline: Timeline, options: ValueOptions): Values {
  const known = new Map<string, Written | undefined>();
  const values: Values = (recordId, field, before = Infinity) => {
    const name = `${recordId} ${field} ${before}`;
    if (known.has(name)) return known.get(name);
    // A record is part of no other that is part of itself; were an answer to say so, this ends all the same.
    known.set(name, undefined);
    const value = valueOf(timeline, recordId, field, options, before, values);
    known.set(name, value);
    return value;
  };
  return values;
}

function valueOf(
  timeline: Timeline,
  recordId: string,
  field: string,
  options: ValueOptions,
  before: number,
  values: Values,
): Written | undefined {
  const { upsertsMergeLast, mergesHideEqual } = options;
  const merges = timeline.merges.filter(
    ({ survivorId, undoneAt, clock }) => survivorId === recordId && undoneAt === undefined && clock < before,
  );
  const isHidden = (write: Written) =>
    timeline.merges.some(
      ({ survivorId, secondaryIds, undoneAt, clock, isAskedFor }) =>
        survivorId === recordId &&
        undoneAt !== undefined &&
        write.effective < clock &&
        // An asked-for merge brings values, and empties no field.
        !(isAskedFor && write.value === undefined) &&
        secondaryIds.some((id) =>
          // A later write of it may have come after all that: then the merge brought one from before.
          [
            values(id, field, clock),
            ...writesTo(timeline, id, field, options).filter((each) => each.clock < clock),
          ].some((each) => each?.value === write.value),
        ),
    );
  const steps: Step[] = [
    ...writesTo(timeline, recordId, field, options)
      .filter((write) => write.clock < before && !(mergesHideEqual && isHidden(write)))
      .map((write) => ({ at: write.clock, write })),
    ...merges.map((merge) => ({ at: merge.isAskedFor || !upsertsMergeLast ? merge.clock : Infinity, merge })),
  ];
  let current: Written | undefined;
  for (const step of steps.toSorted((a, b) => a.at - b.at)) {
    if ("write" in step) {
      current = later(current, step.write);
      continue;
    }
    const others = step.merge.secondaryIds.map((id) => values(id, field));
    if (step.merge.isAskedFor) current = adopted(current, others, step.merge.clock);
    else for (const value of others) current = later(current, value);
  }
  return current;
}

type Step = { readonly at: number } & ({ readonly write: Written } | { readonly merge: Merge });

function writesTo(
  timeline: Timeline,
  recordId: string,
  field: string,
  { mergesHideEqual, unsureAreLater }: ValueOptions,
): Written[] {
  const { writes, consents } = timeline;
  if (field !== CONSENT)
    return writes
      .filter((each) => each.recordId === recordId)
      .flatMap((each) =>
        writtenBy(hasUndoneMerge(timeline, each, mergesHideEqual) ? withoutStale(each) : each, field),
      );
  return consents[unsureAreLater ? "later" : "earlier"].said
    .filter((each) => each.recordId === recordId)
    .map(({ unsubscribed, effective, clock }) => ({
      value: unsubscribed ? true : undefined,
      effective,
      clock,
    }));
}

/**
 * The write merged records, and they are two again. So the survivor has what the write alone would have done: what was
 * told as stale because of the others' later values as well. A merge that was there before, and is undone too, may have
 * brought the later value: then the write alone would not have been applied either.
 */
function hasUndoneMerge(
  { merges }: Timeline,
  { recordId, clock }: AppliedWrite,
  mergesHide: boolean,
): boolean {
  const undone = merges.filter((merge) => merge.survivorId === recordId && merge.undoneAt !== undefined);
  const isHidden = mergesHide && undone.some((merge) => merge.clock < clock && (merge.undoneAt ?? 0) > clock);
  return !isHidden && undone.some((merge) => !merge.isAskedFor && merge.clock === clock);
}

function withoutStale(write: AppliedWrite): AppliedWrite {
  return { ...write, refused: write.refused.filter(({ reason }) => reason !== "stale") };
}

/** What a write did to a field: nothing where it was told that something later stands. */
export function writtenBy({ write, clock, refused }: AppliedWrite, field: string): Written[] {
  if (refused.some((each) => each.field === field)) return [];
  const effective = Math.min(write.observedAt ?? clock, clock);
  const value = write.set[field];
  return value !== undefined || write.clear.includes(field) ? [{ value, effective, clock }] : [];
}

/** An asked-for merge: the survivor's value, else the first that another has; as of the merge at the earliest. */
function adopted(
  own: Written | undefined,
  others: readonly (Written | undefined)[],
  clock: number,
): Written | undefined {
  const all = [own, ...others].filter((each) => each !== undefined);
  if (all.length === 0) return undefined;
  const value = all.find((each) => each.value !== undefined)?.value;
  const merge: Written = { value, effective: clock, clock };
  return { ...all.reduce((latest, each) => later(latest, each) ?? latest, merge), value };
}

/** The later of two writes, by effective time and then by clock. */
export function later(a: Written | undefined, b: Written | undefined): Written | undefined {
  if (!a || !b) return a ?? b;
  if (a.effective !== b.effective) return a.effective > b.effective ? a : b;
  return b.clock > a.clock ? b : a;
}
