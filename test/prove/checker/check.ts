import { checkAnswers } from "./check-answers.ts";
import { checkDuplicates } from "./check-duplicates.ts";
import { checkExplanations } from "./check-explanations.ts";
import { checkFields } from "./check-fields.ts";
import { checkJobs } from "./check-jobs.ts";
import { checkOnce } from "./check-once.ts";
import { checkOrder } from "./check-order.ts";
import type { Evidence, Finding } from "./evidence.ts";
import { timelineOf } from "./timeline.ts";

/**
 * All that is wrong with a round, recomputed from what its clients asked for, were told, and read at the end. It
 * shares no code with the service.
 */
export function check(evidence: Evidence): Finding[] {
  const timeline = timelineOf(evidence);
  return [
    ...checkJobs(evidence),
    ...checkAnswers(evidence),
    ...checkOnce(evidence),
    ...checkDuplicates(evidence, timeline),
    ...checkFields(evidence, timeline),
    ...checkOrder(evidence),
    ...checkExplanations(evidence, timeline),
  ];
}
