import type { Operation } from "../document/read-document.ts";

/**
 * What of our insides a text tells, if anything: keys, passwords, stacks, paths of files, words of Postgres. None of the
 * requests says such a thing itself.
 */
export type FindSecrets = (text: string, operation: Operation | undefined) => string | undefined;

interface Secret {
  readonly what: string;
  readonly pattern: RegExp;
}

const SECRETS: readonly Secret[] = [
  { what: "a stack", pattern: /\n\s+at .{1,200}:\d+:\d+|\(node:internal|node:internal\// },
  { what: "a file of ours", pattern: /node_modules|apps\/api\/|packages\/\w+\/src|\w\.ts:\d/ },
  {
    what: "words of Postgres",
    pattern:
      /duplicate key value|violates|syntax error at or near|invalid input syntax|invalid byte sequence|relation \\?"/,
  },
  {
    what: "words of a library",
    pattern:
      /ECONN|ETIMEDOUT|ReplyError|ZodError|TypeError|RangeError|SyntaxError|Cannot read propert|is not a function|is not iterable/,
  },
  { what: "an address of a store", pattern: /postgres(?:ql)?:\/\/|rediss?:\/\// },
  { what: "an object's name", pattern: /\[object \w+\]|\bundefined\b/ },
];

/** A key is told by these, once. */
const TELLS_KEYS = /^POST \/api\/keys(?:\/\{id\}\/rotate)?$/;

/** The one has examples of how such things look, the other says to who may know it which store doesn't answer. */
const OPEN = new Set(["/openapi.json", "/readyz"]);

/** @param own secrets of this run, by what they are */
export function createFindSecrets(own: ReadonlyMap<string, string>): FindSecrets {
  return (text, operation) => {
    if (OPEN.has(operation?.path ?? "")) return undefined;
    for (const [what, secret] of own) if (text.includes(secret)) return what;
    if (/ofk_\w{16}/.test(text) && !TELLS_KEYS.test(operation?.name ?? "")) return "an API key";
    return SECRETS.find(({ pattern }) => pattern.test(text))?.what;
  };
}
