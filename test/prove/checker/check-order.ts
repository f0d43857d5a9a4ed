import { numberAt } from "../client/part.ts";
import type { Evidence, Finding } from "./evidence.ts";
import { nameOf } from "./check-once.ts";

/** What is sent after another's answer has the higher clock: an item always is later than what its client knew of. */
export function checkOrder({ told, calls }: Evidence): Finding[] {
  const answers = calls
    .flatMap(({ answeredAt, answer }) => {
      const clock = numberAt(answer?.body, "job", "clock");
      return answeredAt === undefined || clock === undefined ? [] : [{ answeredAt, clock }];
    })
    .toSorted((a, b) => a.answeredAt - b.answeredAt);
  const applied = told
    .flatMap((each) =>
      each.kind === "applied" ? [{ each, clock: each.clock, sentAt: each.call.sentAt }] : [],
    )
    .toSorted((a, b) => a.sentAt - b.sentAt);
  const findings: Finding[] = [];
  let highest = 0;
  let next = 0;
  for (const { each, clock, sentAt } of applied) {
    // Within one millisecond nobody knows which was first.
    for (; (answers[next]?.answeredAt ?? Infinity) < sentAt; next++)
      highest = Math.max(highest, answers[next]?.clock ?? 0);
    if (clock <= highest)
      findings.push({
        kind: "wrong field",
        message: `${nameOf(each)} has the clock ${clock}, and one that was answered before it was sent has ${highest}.`,
      });
  }
  return findings;
}
