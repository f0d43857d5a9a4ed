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
  const where = `${entry.jobId} row ${entry.row}`;
  switch (told.kind) {
    case "applied":
      if (told.job?.id !== entry.jobId || told.job.row !== entry.row || told.clock !== entry.clock)
        return [
          {
            kind: "unexplained",
            message: `${nameOf(told)} was told with another job or clock than ${where} has.`,
          },
        ];
      if (told.recordId !== entry.recordId)
        return [
          {
            kind: "unexplained",
            message: `${nameOf(told)} was told to be in ${told.recordId}, and is in ${entry.recordId}.`,
          },
        ];
      return [];
    case "refused":
    case "cancelled":
      // A retry sends rows again that were rejected, never what was not accepted.
      return [
        {
          kind: "unexplained",
          message: `${nameOf(told)} was told as ${told.kind}, and ${where} applied it.`,
        },
      ];
    case "rejected":
      if (jobIds.has(entry.jobId) && entry.jobId !== told.job?.id) return [];
      return [
        {
          kind: "unexplained",
          message: `${nameOf(told)} was told as rejected (${told.code}), and ${where} applied it.`,
        },
      ];
    case "unknown":
    case "missing":
    case "erased":
      return [];
  }
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
