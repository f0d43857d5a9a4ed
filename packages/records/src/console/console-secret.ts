import { newId } from "@onefold/identity";
import { hashKey } from "../admin/keys.ts";

/** What signs in to the console: a link is used up once, a session is a browser's for some hours. */
export type ConsoleSecretKind = "link" | "session";

/** How long each is valid, in minutes, and how many of them a key has at most: the oldest goes for one more. */
export const CONSOLE_SECRETS = {
  link: { minutes: 10, most: 10 },
  session: { minutes: 12 * 60, most: 50 },
} as const;

const PREFIXES = { link: "ofl_", session: "ofs_" } as const;

/** Makes the secret of a link or a session: as random as an API key. */
export function newConsoleSecret(kind: ConsoleSecretKind): string {
  return newId(PREFIXES[kind]) + newId("");
}

/** Says whether a text can be such a secret at all. */
export function isConsoleSecret(kind: ConsoleSecretKind, text: string): boolean {
  return text.startsWith(PREFIXES[kind]) && /^\w{30,60}$/.test(text);
}

/**
 * Gives the name by which a secret is hashed and cached. No API key has a colon, so none is taken for a key, nor a link
 * for a session.
 */
export function consoleSecretName(kind: ConsoleSecretKind, secret: string): string {
  return `${kind}:${secret}`;
}

/** Gives what is stored of it. */
export function hashConsoleSecret(kind: ConsoleSecretKind, secret: string): Buffer {
  return hashKey(consoleSecretName(kind, secret));
}
