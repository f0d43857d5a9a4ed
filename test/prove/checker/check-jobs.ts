import { textAt } from "../client/part.ts";
import type { Evidence, Finding } from "./evidence.ts";
import { nameOf } from "./check-once.ts";

/** Whatever was accepted has ended, with one result for each row; whatever could be asked again was answered. */
export function checkJobs({ calls, told, jobs, allowsToldLosses }: Evidence): Finding[] {
  const findings: Finding[] = [];
  for (const { id, intent, isKeyed, answer, lastUncertain } of calls) {
    if (isKeyed && !answer)
      findings.push({
        kind: "late",
        message: `Call ${id} (${intent.kind}) got no answer that says what became of it.`,
      });
    for (const each of [answer, lastUncertain])
      if (each && each.status >= 500 && each.status !== 503)
        findings.push({
          kind: "unexplained",
          message: `Call ${id} (${intent.kind}) was answered ${each.status}.`,
        });
    if (answer?.status === 503)
      findings.push({ kind: "unexplained", message: `Call ${id}: ${textAt(answer.body, "message")}` });
  }
  for (const each of told) {
    if (each.kind === "missing" && each.call.answer)
      findings.push({ kind: "lost", message: `${nameOf(each)} was accepted, and has no result.` });
    if (each.kind === "rejected" && each.code === "LOST" && !allowsToldLosses)
      findings.push({ kind: "lost", message: `${nameOf(each)} was told as lost.` });
  }
  for (const { id, status, counts, results } of jobs) {
    for (const [row, count] of results)
      if (count > 1)
        findings.push({ kind: "applied twice", message: `${id} has ${count} results for row ${row}.` });
    const { total = 0, pending = 0, cancelled = 0 } = counts;
    if (pending > 0)
      findings.push({ kind: "lost", message: `${id} has ended (${status}) with ${pending} rows pending.` });
    if (results.size + cancelled !== total)
      findings.push({
        kind: "lost",
        message: `${id} counts ${total} rows, and has ${results.size} results and ${cancelled} cancelled.`,
      });
  }
  return findings;
}
