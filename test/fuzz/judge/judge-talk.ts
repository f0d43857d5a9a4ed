import { pathOf } from "../document/find-operation.ts";
import type { FindOperation } from "../document/find-operation.ts";
import type { Planned } from "../plan-request.ts";
import type { Talk } from "../wire/talk.ts";
import type { JudgeAnswer } from "./judge-answer.ts";

/** Pages that aren't in the document. */
const FOR_PEOPLE = /^\/(?:(?:docs|console)(?:\/.*)?)?$/;

/** Says what is wrong with what became of a request. */
export function judgeTalk(planned: Planned, talk: Talk, find: FindOperation, judge: JudgeAnswer): string[] {
  const problems: string[] = [];
  const { kind, methods, target, requestId } = planned;
  if (talk.fault !== undefined) problems.push(`the answer isn't HTTP: ${talk.fault}`);
  if (talk.end === "late" && !planned.isUnfinished) problems.push("no answer in time");
  if (
    talk.end === "closed" &&
    talk.answers.length === 0 &&
    !planned.mayStaySilent &&
    talk.fault === undefined
  )
    problems.push("closed without an answer");
  for (const [at, answer] of talk.answers.entries()) {
    const method = methods[at] ?? "GET";
    const operation = target === undefined ? undefined : find(method, target).operation;
    const question = { operation, method, requestId: target === undefined ? undefined : requestId };
    // Which of its requests an attack's answer is for isn't known: it is held against what holds for all.
    const isOfDocument = kind !== "hostile" && !FOR_PEOPLE.test(pathOf(target ?? ""));
    problems.push(...judge({ ...question, isHttp: isOfDocument }, answer));
  }
  return problems;
}
