import type { Entry, Evidence, Finding, RecordRead, Told } from "../checker/evidence.ts";

/** What is wrong with many records is wrong with each in the same way. */
const RECORDS = 3;
const LINES = 40;

/**
 * Tells what happened to the records that findings name, a line for each thing, oldest first. The same seed seldom
 * brings the same timing again, so this is what a finding is settled by where the round's history isn't at hand.
 */
export function tellHistories(evidence: Evidence, findings: readonly Finding[]): string[] {
  const named = findings.flatMap(({ message }) => message.match(/\bctc_\w+/g) ?? []);
  return [...new Set(named)].slice(0, RECORDS).flatMap((id) => tellHistory(evidence, id));
}

function tellHistory({ records, told, resolved, calls }: Evidence, id: string): string[] {
  const live = records.find((record) => record.id === (resolved.get(id) ?? id));
  const entries = records.flatMap(({ history }) => history).filter((entry) => isAbout(entry, id));
  const shown = new Set(entries.map(({ jobId, row }) => `${jobId} ${row}`));
  const others = told.filter(
    (each) =>
      each.kind === "applied" && each.recordId === id && !shown.has(`${each.job?.id} ${each.job?.row}`),
  );
  const undone = calls.filter(
    ({ intent }) => intent.kind === "undo" && entries.some(({ jobId }) => jobId === intent.jobId),
  );
  const lines = [
    ...entries.toSorted((a, b) => a.clock - b.clock).map((entry) => tellEntry(entry, told)),
    ...others.map((each) => `told, in no history: ${tellWrite(each)}`),
    ...undone.map(({ intent, answer, lastUncertain }) => brief({ intent, answer: answer ?? lastUncertain })),
  ];
  const left = lines.length - LINES;
  return [
    `what is told of ${id}: ${live ? tellRecord(live) : "it leads nowhere"}`,
    ...lines.slice(-LINES),
    ...(left > 0 ? [`and ${left} earlier`] : []),
  ];
}

function isAbout({ recordId, mergedIds }: Entry, id: string): boolean {
  return recordId === id || mergedIds.includes(id);
}

function tellRecord({ history: _history, ...record }: RecordRead): string {
  return brief(record);
}

function tellEntry({ action, clock, recordId, jobId, row, ...entry }: Entry, told: readonly Told[]): string {
  const write = told.find(({ job }) => job?.id === jobId && job.row === row);
  return `${clock} ${action} ${recordId} by ${jobId} row ${row}: ${brief(entry)}${write ? `, asked for as ${tellWrite(write)}` : ""}`;
}

function tellWrite({ call: { sentAt, answeredAt }, ...told }: Told): string {
  return brief({ ...told, sentAt, answeredAt });
}

/** @returns without what is empty */
function brief(value: object): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each === false || (Array.isArray(each) && each.length === 0) ? undefined : each,
  ).slice(0, 600);
}
