import { CONSENT, readJobField } from "@onefold/identity";
import type { JudgedRecord } from "./judged-record.ts";
import type { Told, Written } from "./written.ts";

/** What is wrong with a record, or can't be judged of it. */
export type Verdict =
  | { readonly kind: "right"; readonly field: string }
  | { readonly kind: "untold" | "past-retention"; readonly field: string }
  /** It links to the one by what is stored, and to the other by what is told: whether these are one is to be looked up. */
  | { readonly kind: "link"; readonly field: string; readonly ids: readonly string[]; readonly wrong: Wrong }
  | ({ readonly kind: "wrong" } & Wrong);

export interface Wrong {
  readonly invariant: "lost" | "notLatest" | "sharedIdentifiers";
  readonly what: string;
  readonly field?: string;
  readonly clock?: number;
  readonly otherId?: string;
}

/**
 * Holds a record against the receipts of what it shows. Each field has a stamp, which is the clock of the item that wrote
 * it: that item's receipt tells the same value. And no item changed it after that one: the last that did so tells the
 * same value too. What merges, undos and erasures leave untold is no fault. Pure.
 * @param keptFrom clocks of before may have no receipt any more
 */
export function judgeRecord(record: JudgedRecord, keptFrom: number): Verdict[] {
  const fields = new Set([
    ...Object.keys(record.state.stamps),
    ...Object.keys(record.state.fields),
    ...record.lastWrites.keys(),
  ]);
  const verdicts: Verdict[] = [];
  // What a job has is told by the fields that it is made of, or by no receipt.
  for (const field of fields) if (!readJobField(field)) verdicts.push(judgeField(record, field, keptFrom));
  return oncePerClock([...verdicts, ...judgeIdentifiers(record, keptFrom)]);
}

function judgeField(record: JudgedRecord, field: string, keptFrom: number): Verdict {
  const stamp = record.state.stamps[field];
  const byStamp = stamp ? judgeStamp(record, field, stamp.clock, keptFrom) : withoutStamp(record, field);
  if (byStamp.kind === "wrong" || byStamp.kind === "link") return byStamp;
  return judgeLast(record, field) ?? byStamp;
}

function withoutStamp({ state }: JudgedRecord, field: string): Verdict {
  if (state.fields[field] === undefined) return { kind: "right", field };
  return {
    kind: "wrong",
    invariant: "notLatest",
    field,
    what: "it has a value, and nothing says since when",
  };
}

/** Whether the item that the stamp names wrote what the field has. */
function judgeStamp(record: JudgedRecord, field: string, clock: number, keptFrom: number): Verdict {
  const written = record.written.get(clock);
  if (!written) return clock < keptFrom ? { kind: "past-retention", field } : noReceipt(clock, field);
  const source = judgeSource(record, written);
  if (source === "untold") return { kind: "untold", field };
  if (source) return { kind: "wrong", invariant: "notLatest", field, clock, ...source };
  const wrong: Wrong = {
    invariant: "notLatest",
    field,
    clock,
    what: `it isn't what row ${written.row} of ${written.jobId} wrote, which its stamp names`,
  };
  return compare(record, field, written.values.get(field), wrong, written.merged);
}

/** Why what shows that clock can't be of its item; `untold` where it can. */
function judgeSource(
  { ids, wasRestored }: JudgedRecord,
  { kind, recordId, jobId, row }: Written,
): "untold" | Pick<Wrong, "what" | "otherId"> | undefined {
  if (kind === "untold") return "untold";
  const item = `row ${row} of ${jobId}`;
  if (kind === "none") return { what: `it is said to be of ${item}, which was not applied` };
  if (ids.has(recordId)) return undefined;
  return wasRestored
    ? "untold"
    : { what: `it is said to be of ${item}, which reached another record`, otherId: recordId };
}

function noReceipt(clock: number, field: string): Verdict {
  return { kind: "wrong", invariant: "lost", field, clock, what: "its write has no receipt" };
}

/**
 * Whether the last item that changed the field changed it to what it has. Where the stamp is higher than that item's
 * clock, a later one wrote it, which says so by itself.
 */
function judgeLast(record: JudgedRecord, field: string): Verdict | undefined {
  const last = record.lastWrites.get(field);
  const stamp = record.state.stamps[field];
  if (!last || (stamp && stamp.clock > last.clock)) return undefined;
  if (!stamp && !isFieldSince(record, field, last.clock)) return undefined;
  const wrong: Wrong = {
    invariant: "notLatest",
    field,
    clock: last.clock,
    what: "the last item that changed it gave another value",
  };
  const verdict = compare(record, field, last.value, wrong, record.untoldAt >= last.finished, last.created);
  return verdict.kind === "right" ? undefined : verdict;
}

/** @param isUnsure another value is no fault */
function compare(
  record: JudgedRecord,
  field: string,
  told: Told,
  wrong: Wrong,
  isUnsure: boolean,
  isWhole = true,
): Verdict {
  const value = record.state.fields[field];
  if (isSame(record, field, value, told, isWhole)) return { kind: "right", field };
  if (isUnsure) return { kind: "untold", field };
  if (field !== record.definition.link?.field) return { kind: "wrong", ...wrong };
  const ids = [value, told].filter((id) => typeof id === "string");
  return { kind: "link", field, ids, wrong };
}

/** @param isWhole a receipt's first identifier of a kind is the primary one, unless the record has none */
function isSame(
  { definition }: JudgedRecord,
  field: string,
  value: Told,
  told: Told,
  isWhole: boolean,
): boolean {
  if (value === told) return true;
  const identifier = definition.identifiers.find((each) => each.field === field);
  if (!identifier) return false;
  if (value === undefined) return isWhole;
  // Another version spelt it otherwise.
  return typeof told === "string" && identifier.canonical(told) === value;
}

/** Whether what an item of that clock gave is still a field: one of the team's own can have been taken out since. */
function isFieldSince(record: JudgedRecord, field: string, clock: number): boolean {
  return isStandard(record, field) || clock > (record.customFields.get(field) ?? Infinity);
}

function isStandard({ definition }: JudgedRecord, field: string): boolean {
  const { fields, identifiers, link } = definition;
  const others = ["ownerId", CONSENT, link?.field];
  return others.includes(field) || [...fields, ...identifiers].some((each) => each.field === field);
}

/** Each identifier is of an item that reached the record. */
function judgeIdentifiers(record: JudgedRecord, keptFrom: number): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const { kind, clock } of record.identifiers) {
    const written = record.written.get(clock);
    const source = written && judgeSource(record, written);
    if (!written && clock >= keptFrom) verdicts.push(noReceipt(clock, kind));
    if (source && source !== "untold")
      verdicts.push({
        kind: "wrong",
        invariant: "sharedIdentifiers",
        clock,
        ...source,
        what: `its ${kind}: ${source.what}`,
      });
  }
  return verdicts;
}

/** A missing receipt is told once, whatever it wrote. */
function oncePerClock(verdicts: readonly Verdict[]): Verdict[] {
  const told = new Set<number | undefined>();
  return verdicts.filter((verdict) => {
    if (verdict.kind !== "wrong" || verdict.invariant !== "lost") return true;
    const isFirst = !told.has(verdict.clock);
    told.add(verdict.clock);
    return isFirst;
  });
}
