import type { DeadLetter, DeadLetterOutcome, ListedDeadLetter } from "@onefold/contract";
import { tableOf } from "../table-of.ts";

export function tableOfLetters(letters: readonly ListedDeadLetter[]): string {
  const rows = letters.map((letter) => [
    letter.job.id,
    String(letter.row),
    letter.entity ?? "",
    letter.acceptedAt,
    String(letter.tries),
    causeOf(letter),
  ]);
  return tableOf([["JOB", "ROW", "ENTITY", "ACCEPTED", "TRIES", "CAUSE"], ...rows]);
}

/** Says what a letter is, and gives what it gave as a POST takes it. */
export function describeLetter(letter: DeadLetter): string {
  const { job, row, entity, acceptedAt, tries, triedAt, message, body, raw } = letter;
  const about = [
    ["job", job.id],
    ["row", String(row)],
    ["entity", entity ?? "unknown"],
    ["accepted", acceptedAt],
    ["cause", causeOf(letter)],
    ["tries", triedAt === undefined ? String(tries) : `${tries}, the last at ${triedAt}`],
  ];
  const gave = raw ?? (body ? JSON.stringify(body, undefined, 2) : "Nothing is there of what it gave.");
  return [tableOf(about), message, gave].join("\n");
}

export function describeOutcome({ job, data }: DeadLetterOutcome): string {
  const name = `Row ${data.row} of ${job.id}`;
  if (data.outcome === "rejected")
    return `${name} is rejected: ${data.code}. ${data.message ?? ""}`.trimEnd();
  return `${name} is ${data.outcome}: ${data.recordId ?? "its record was deleted since"}.`;
}

function causeOf({ code, cause }: ListedDeadLetter): string {
  return [code, cause?.sqlState, cause?.constraint, cause?.column].filter(Boolean).join(" ");
}
