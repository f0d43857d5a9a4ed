import type { Answer } from "../history/call.ts";
import type { Random } from "../random.ts";
import { listAt, numberAt, part, textAt, textsAt } from "./part.ts";

/** What a client has been told, to go on with: records, merges that can be undone, jobs of uploads. */
export interface Memory {
  readonly recordIds: string[];
  readonly undoUrls: string[];
  readonly uploadIds: string[];
  /** Of records, as the paths of the routes that change them. */
  readonly emailPaths: string[];
}

/** More than a client would go back to. */
const KEPT = 40;

export function createMemory(): Memory {
  return { recordIds: [], undoUrls: [], uploadIds: [], emailPaths: [] };
}

/** Takes what an answer tells. */
export function learn(memory: Memory, answer: Answer | undefined): void {
  if (!answer || answer.status >= 300) return;
  const { body } = answer;
  const recordId = textAt(body, "data", "_id");
  keep(memory.recordIds, recordId);
  for (const email of listAt(body, "data", "emails"))
    keep(memory.emailPaths, `/api/contacts/${recordId}/emails/${textAt(email, "value")}`);
  for (const id of textsAt(body, "restoredIds")) keep(memory.recordIds, id);
  keep(memory.undoUrls, textAt(body, "undoUrl"));
  if (numberAt(part(body, "rows"), "read") !== undefined) keep(memory.uploadIds, textAt(body, "job", "id"));
}

/** Any of what was kept, the later the likelier. */
export function recall(kept: readonly string[], random: Random): string | undefined {
  return kept[Math.max(random.below(kept.length + 1), random.below(kept.length + 1)) - 1];
}

/** What can't be asked for again. */
export function forget(kept: string[], value: string): void {
  const index = kept.indexOf(value);
  if (index >= 0) kept.splice(index, 1);
}

function keep(kept: string[], value: string | undefined): void {
  if (value === undefined || kept.includes(value)) return;
  kept.push(value);
  if (kept.length > KEPT) kept.shift();
}
