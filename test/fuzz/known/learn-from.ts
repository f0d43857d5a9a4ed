import type { Operation } from "../document/read-document.ts";
import type { KnownValues } from "./known-values.ts";

const ID = /\b([a-z]{3})_[0-9A-Za-z]{17,64}\b/g;
const CURSOR = /"nextCursor":"([^"]+)"/;
const CONTACT = /"_id":"(ctc_\w+)"[^]*?"email":"([^"]+)"/;
const FIELD = /"entity":"\w+","name":"([^"]+)"/;
const UNDO = /\/merge\/(job_\w+)\/undo/;
/** Ids of one answer: more of a long list would push out all others. */
const IDS = 6;

/** Notes what an answer of success tells: requests that come later name it. */
export function learnFrom(known: KnownValues, operation: Operation, text: string): void {
  let count = 0;
  for (const [id, prefix = ""] of text.matchAll(ID)) {
    if (count++ === IDS) break;
    known.add(prefix, id);
    if (operation.path.endsWith("/batch") && prefix === "job") known.add("upload", id);
  }
  const cursor = CURSOR.exec(text)?.[1];
  if (cursor !== undefined) known.add(`cursor ${operation.name}`, cursor);
  const [, contact, email] = CONTACT.exec(text) ?? [];
  if (contact !== undefined) known.add("contact and email", `${contact} ${email}`);
  const field = FIELD.exec(text)?.[1];
  if (field !== undefined) known.add("field", field);
  const undo = UNDO.exec(text)?.[1];
  if (undo !== undefined) known.add("undo", undo);
}
