import { customAlphabet } from "nanoid";
import { BASE62 } from "./base62.ts";

/** As many as lemlist's ids have behind their prefix. They hold 101 bits. */
const LENGTH = 17;
const TAIL = /^[0-9A-Za-z]{17}$/;
/** Of secure random bytes, every digit as likely as every other. */
const randomTail = customAlphabet(BASE62, LENGTH);

/** A new id, unpredictable: the prefix and 17 random letters and digits. */
export function newId(prefix: string): string {
  return prefix + randomTail();
}

/** Whether the text has the form of an id with this prefix; whether there is such a thing is another question. */
export function isId(prefix: string, text: string): boolean {
  return (
    text.length === prefix.length + LENGTH && text.startsWith(prefix) && TAIL.test(text.slice(prefix.length))
  );
}
