import { INVARIANTS } from "@onefold/records";
import type { Finding, Invariant, Verified } from "@onefold/records";

const NAMES: Readonly<Record<Invariant, string>> = {
  lost: "lost",
  appliedTwice: "applied twice",
  sharedIdentifiers: "shared identifiers",
  notLatest: "fields that aren't the latest",
  pastDue: "jobs past due",
};

export function isAllRight({ found }: Verified): boolean {
  return INVARIANTS.every((invariant) => found[invariant].count === 0);
}

/** Tells a person what `onefold verify` found. It gives ids, but no data of people. */
export function describeVerified(verified: Verified): string {
  const { found, toldLost } = verified;
  const lines = [INVARIANTS.map((name) => `${NAMES[name]} ${found[name].count}`).join(", ")];
  for (const invariant of INVARIANTS) lines.push(...listOf(verified, invariant));
  if (toldLost > 0)
    lines.push("", `Told as LOST, with an alarm: ${countOf(toldLost, "item")} that the queue lost.`);
  lines.push("", `Judged: ${judgedOf(verified)}.`, watermarkOf(verified));
  const unjudged = unjudgedOf(verified);
  if (unjudged.length > 0) lines.push("Can't be judged:", ...unjudged.map((each) => `  ${each}`));
  return lines.join("\n");
}

function listOf({ found }: Verified, invariant: Invariant): string[] {
  const { count, first } = found[invariant];
  if (count === 0) return [];
  const more = count - first.length;
  return [
    "",
    `${NAMES[invariant]}:`,
    ...first.map((finding) => `  ${describe(finding)}`),
    ...(more > 0 ? [`  and ${countOf(more, "more", "more")}`] : []),
  ];
}

function describe({ what, teamId, jobId, row, recordId, otherId, field, clock }: Finding): string {
  const ids = [
    recordId,
    field,
    otherId === undefined ? undefined : `(${otherId})`,
    jobId === undefined ? undefined : row === undefined ? jobId : `${jobId} row ${row}`,
    clock === undefined ? undefined : `clock ${clock}`,
  ];
  return `${ids.filter((id) => id !== undefined).join(" ")} of ${teamId}: ${what}`;
}

function judgedOf({ since, judged }: Verified): string {
  const { receipts, records, fields, identifiers, retiredIds, jobs, idempotencyKeys } = judged;
  return [
    `${countOf(receipts, "receipt")} since ${timeOf(since)}`,
    `${countOf(fields, "field")} of ${countOf(records, "record")} that they name`,
    `${countOf(jobs, "upload")} and ${countOf(idempotencyKeys, "Idempotency-Key")}`,
    `all ${countOf(identifiers, "identifier")} and ${countOf(retiredIds, "retired id")}`,
  ].join("; ");
}

function watermarkOf({ watermark }: Verified): string {
  if (!watermark) return "No worker has noted how far the queue is through.";
  return `What was accepted before ${timeOf(watermark.passedBefore)} has its receipt, or is lost: noted at ${timeOf(watermark.lookedAt)}.`;
}

function unjudgedOf({ keptFrom, unjudged }: Verified): string[] {
  const lines: [number, string, string][] = [
    [unjudged.recordsBefore, "record", "written before: of these the identifiers alone"],
    [unjudged.recordsTooLong, "record", "with too many receipts: a later --since leaves fewer"],
    [unjudged.fieldsPastRetention, "field", "whose receipts are past their retention"],
    [unjudged.fieldsUntold, "field", "whose receipt was erased, or of a merge or its undo"],
    [unjudged.jobsPastRetention, "upload", "whose receipts are past their retention"],
    [unjudged.keysPastRetention, "Idempotency-Key", "whose receipts are past their retention"],
    [unjudged.receiptsErased, "receipt", "that an erasure has stripped: what they wrote isn't told"],
    [unjudged.itemsQueued, "accepted item", "that may still be in the queue"],
  ];
  return [
    ...(keptFrom === undefined
      ? []
      : [
          `what was accepted before ${timeOf(keptFrom)} and has no receipt: those may be past their retention`,
        ]),
    ...lines.flatMap(([count, name, what]) => (count > 0 ? [`${countOf(count, name)} ${what}`] : [])),
    "single requests without an Idempotency-Key that left no receipt: nothing is kept of them here",
  ];
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
