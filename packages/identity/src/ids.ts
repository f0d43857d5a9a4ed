import { randomBytes } from "node:crypto";
import { BASE62 } from "./base62.ts";

/** API.md: "a prefix and 17 mixed-case alphanumerics". 101 bits. */
const LENGTH = 17;
const TAIL = /^[0-9A-Za-z]{17}$/;
/** The bytes from here on are thrown away: with them the first digits would come up more often. */
const UNBIASED = 256 - (256 % 62);

/** A new id of a contact or a company. */
export function newRecordId(prefix: "ctc_" | "cpn_"): string {
  return newId(prefix);
}

/** A new id, unpredictable: the prefix and 17 random letters and digits. */
export function newId(prefix: string): string {
  let tail = "";
  while (tail.length < LENGTH) {
    for (const byte of randomBytes(24)) {
      if (byte < UNBIASED && tail.length < LENGTH) tail += BASE62.charAt(byte % 62);
    }
  }
  return prefix + tail;
}

/** Whether the text has the form of an id with this prefix; whether there is such a thing is another question. */
export function isId(prefix: string, text: string): boolean {
  return (
    text.length === prefix.length + LENGTH && text.startsWith(prefix) && TAIL.test(text.slice(prefix.length))
  );
}
