import { createHash } from "node:crypto";
import { newId } from "@onefold/identity";

const SHOWN = 8;
const MIN_PRESET_LENGTH = 16;

/** Makes a new API key: `ofk_` and 34 random letters and digits, 202 bits. */
export function newKey(): string {
  return newId("ofk_") + newId("");
}

/**
 * Gives what is stored of a key, by which it is looked up. It is plain SHA-256: a key is random, so there is nothing to
 * guess.
 */
export function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** Gives what a list shows of a key. */
export function prefixOf(key: string): string {
  return key.slice(0, SHOWN);
}

/** Says whether a key that somebody chose is long enough, and can travel in a header. */
export function isAcceptableKey(key: string): boolean {
  return key.length >= MIN_PRESET_LENGTH && key.length <= 200 && /^[\x21-\x39\x3b-\x7e]+$/.test(key);
}
