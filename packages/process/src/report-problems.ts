import type { Problem } from "@onefold/contract";
import type { Logger } from "pino";

/** Logs what keeps a process from being ready, whenever that changes. Probes are told only that something does. */
export function createProblemReport(log: Logger): (problems: readonly Problem[]) => void {
  let told = "";
  return (problems) => {
    const now = problems.map(({ what }) => what).join("; ");
    if (now === told) return;
    told = now;
    if (problems.length === 0) log.info("ready again");
    else log.warn({ problems: problems.map(({ what, fix }) => ({ what, fix })) }, "not ready");
  };
}
