import type { Entry, Evidence, Finding, Told } from "./evidence.ts";
import { writeIdOf } from "./timeline.ts";

/** Each accepted write has one effect, one of which nobody knows has one at most, and nobody else's is there. */
export function checkOnce(evidence: Evidence): Finding[] {
  const { calls, told, jobs, records, resolved } = evidence;
  const findings: Finding[] = [];
  const live = new Set(records.map(({ id }) => id));
  const entries = records.flatMap(({ history }) => history).filter(({ action }) => action === "upsert");
  const asked = new Map(told.map((each) => [each.write.id, each]));
  const ofRow = new Map(told.map(({ write, job }) => [`${job?.id} ${job?.row}`, write.id]));
  const isDeletion = calls.some(({ intent }) => intent.kind === "delete");
  const byWrite = Map.groupBy(
    entries.filter(({ isErased, jobId, row }) => !(isErased && isDeletion) || ofRow.has(`${jobId} ${row}`)),
    (entry) => ofRow.get(`${entry.jobId} ${entry.row}`) ?? writeIdOf(entry) ?? "",
  );
  const jobIds = new Set(jobs.map(({ id }) => id));

  for (const [writeId, effects] of byWrite) {
    const each = asked.get(writeId);
    if (!each) findings.push(...effects.map((entry) => nobodys(entry)));
    else if (effects.length > 1) findings.push(twice(each, effects));
    else findings.push(...effects.flatMap((entry) => checkEffect(each, entry, jobIds)));
  }
  for (const each of told) {
    if (each.kind !== "applied" || !live.has(resolved.get(each.recordId) ?? "")) continue;
    if (!byWrite.has(each.write.id))
      findings.push({ kind: "lost", message: `${nameOf(each)} was told as applied, and no history has it.` });
  }
  const creations = Map.groupBy(
    entries.filter(({ outcome }) => outcome === "created"),
    ({ recordId }) => recordId,
  );
  for (const [recordId, created] of creations)
    if (created.length > 1)
      findings.push({ kind: "applied twice", message: `${recordId} was created ${created.length} times.` });
  return findings;
}

function checkEffect(told: Told, entry: Entry, jobIds: ReadonlySet<string>): Finding[] {
  const { jobId, row, clock, recordId } = entry;
  const where = `${jobId} row ${row}`;
  if (told.kind === "applied") {
    if (told.job?.id !== jobId || told.job.row !== row || told.clock !== clock)
      return [unexplained(`${nameOf(told)} was told with another job or clock than ${where} has.`)];
    if (told.recordId !== recordId)
      return [unexplained(`${nameOf(told)} was told to be in ${told.recordId}, and is in ${recordId}.`)];
    return [];
  }
  // A retry sends rows again that were rejected, never what was not accepted.
  const isRetried = told.kind === "rejected" && jobIds.has(jobId) && jobId !== told.job?.id;
  const isUntold = told.kind === "unknown" || told.kind === "missing" || told.kind === "erased";
  return isRetried || isUntold
    ? []
    : [unexplained(`${nameOf(told)} was told as ${told.kind}, and ${where} applied it.`)];
}

function unexplained(message: string): Finding {
  return { kind: "unexplained", message };
}

function twice(told: Told, effects: readonly Entry[]): Finding {
  const where = effects.map(({ jobId, row }) => `${jobId} row ${row}`).join(", ");
  return {
    kind: "applied twice",
    message: `${nameOf(told)} is in histories ${effects.length} times: ${where}.`,
  };
}

function nobodys({ jobId, row, recordId }: Entry): Finding {
  return {
    kind: "unexplained",
    message: `${recordId} has an upsert (${jobId} row ${row}) that no client asked for.`,
  };
}

export function nameOf({ write, job }: Told): string {
  return `Write ${write.id}${job ? ` (${job.id} row ${job.row})` : ""}`;
}
