import { listAt, part, textAt } from "../client/part.ts";
import type { Call } from "../history/call.ts";
import type { Evidence, Finding } from "./evidence.ts";

/** What was answered as done is done in the record that the answer shows. */
export function checkAnswers({ calls }: Evidence): Finding[] {
  return calls.flatMap((call) => (call.answer && call.answer.status < 202 ? checkAnswer(call) : []));
}

function checkAnswer({ id, intent, answer }: Call): Finding[] {
  const body = answer?.body;
  const emails = listAt(body, "data", "emails").map((each) => textAt(each, "value"));
  const findings: Finding[] = [];
  const wrong = (message: string) =>
    findings.push({ kind: "wrong field", message: `Call ${id}: ${message}` });
  if (intent.kind === "set-primary-email" && emails[0] !== intent.email)
    wrong(`${intent.email} was made the primary e-mail, and the answer has ${emails[0]}.`);
  if (intent.kind === "remove-email" && emails.includes(intent.email))
    wrong(`${intent.email} was removed, and the answer has it.`);
  if (intent.kind === "upsert") {
    const refused = new Set(listAt(body, "fieldRejections").map((each) => textAt(each, "field")));
    for (const [field, value] of Object.entries(intent.write.set))
      if (!refused.has(field) && part(body, "data", "fields", field) !== value)
        wrong(
          `${field} was written, and the answer has ${JSON.stringify(part(body, "data", "fields", field))}.`,
        );
  }
  return findings;
}
