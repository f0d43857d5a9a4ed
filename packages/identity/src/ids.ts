import { customAlphabet } from "nanoid";
import { BASE62 } from "./base62.ts";

/** lemlist's ids have as many behind their prefix. They hold 101 bits. */
const LENGTH = 17;
const TAIL = /^[0-9A-Za-z]{17}$/;
/** It uses secure random bytes, and every digit is as likely as every other. */
const randomTail = customAlphabet(BASE62, LENGTH);

/** Makes a new, unpredictable id: the prefix and 17 random letters and digits. */
export function newId(prefix: string): string {
  return prefix + randomTail();
}

/** Says whether the text has the form of an id with this prefix. It doesn't say whether there is such a thing. */
export function isId(prefix: string, text: string): boolean {
  return text.startsWith(prefix) && TAIL.test(text.slice(prefix.length));
}
