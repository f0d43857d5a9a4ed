import { gzipSync } from "node:zlib";
import { encodeRequest } from "../draw/encode-request.ts";
import type { Arms, Attack, Attackers } from "./attack.ts";

const MB = 1_000_000;
const CSV = "text/csv";
const NDJSON = "application/x-ndjson";
const JSON_TYPE = "application/json";
const HEADER = "email,firstName\n";

/** Rows that are meant to take long, or much room. */
export const uploads: Attackers = {
  "a bomb of zeros": (arms) =>
    zipped(
      arms,
      CSV,
      bomb("zeros", () => Buffer.alloc(20 * MB)),
    ),
  "a bomb of commas": (arms) =>
    zipped(
      arms,
      CSV,
      bomb("commas", () => Buffer.alloc(9 * MB, `${HEADER}${",".repeat(20_000)}\n`)),
    ),
  "a bomb of brackets": (arms) =>
    zipped(
      arms,
      JSON_TYPE,
      bomb("brackets", () => Buffer.alloc(9 * MB, "[")),
    ),
  "a bomb in a bomb": (arms) =>
    zipped(
      arms,
      CSV,
      bomb("nested", () => gzipSync(Buffer.alloc(20 * MB))),
    ),
  "no gzip": (arms) => zipped(arms, CSV, Buffer.from(HEADER)),
  "half a gzip": (arms) => zipped(arms, CSV, gzipSync(rows(200)).subarray(0, 300)),
  "a gzip with noise in it": (arms) => {
    const bytes = gzipSync(rows(200));
    bytes[60 + arms.draw.random.below(100)] = 0xff;
    return zipped(arms, CSV, bytes);
  },
  "two gzips": (arms) => zipped(arms, CSV, Buffer.concat([gzipSync(HEADER), gzipSync("a@example.com,A\n")])),
  "a gzip and noise": (arms) => zipped(arms, CSV, Buffer.concat([gzipSync(HEADER), Buffer.from("noise")])),
  "an empty gzip": (arms) => zipped(arms, CSV, gzipSync("")),
  "a gzip that is cut in its head": (arms) => zipped(arms, CSV, gzipSync(HEADER).subarray(0, 5)),
  "a quote that never ends": (arms) => sent(arms, CSV, `${HEADER}"${"a\n".repeat(150_000)}`),
  "a million commas": (arms) => sent(arms, CSV, `${HEADER}${",".repeat(MB)}\n`),
  "a header of commas": (arms) => sent(arms, CSV, `${",".repeat(200_000)}\n`),
  "5,000 columns": (arms) =>
    sent(arms, CSV, `${Array.from({ length: 5_000 }, (_, n) => `c${n}`).join(",")}\n1\n`),
  "a line of 1 MB": (arms) => sent(arms, CSV, `${HEADER}${"a".repeat(MB)}\n`),
  "a header of 300 KB": (arms) => sent(arms, CSV, `email,${"a".repeat(300_000)}\n`),
  "a million lines": (arms) => sent(arms, CSV, `${HEADER}${"\n".repeat(MB)}`),
  "a million CR": (arms) => sent(arms, CSV, `${HEADER}${"\r".repeat(MB)}`),
  NULs: (arms) => sent(arms, CSV, `${HEADER}${"\0".repeat(200_000)}`),
  "quotes and quotes": (arms) => sent(arms, CSV, `${HEADER}"${'""'.repeat(100_000)}"\n`),
  "quotes amid cells": (arms) => sent(arms, CSV, `${HEADER}${'a"b"c,"d"e\n'.repeat(400)}`),
  "delimiters of all kinds": (arms) => sent(arms, CSV, `a,b;c\td|e\n${"1,2;3\t4|5\n".repeat(300)}`),
  "a separator said": (arms) =>
    sent(arms, CSV, `sep=${arms.draw.random.pick([";", "\t", '"', "\n", "é", ""])}\nemail;firstName\n`),
  "bytes of no charset": (arms) =>
    sent(
      arms,
      CSV,
      Buffer.concat([Buffer.from(HEADER), Buffer.alloc(20_000, Buffer.from([0x81, 0xff, 0x0a]))]),
    ),
  "words of many charsets": (arms) =>
    sent(arms, CSV, Buffer.concat([Buffer.from(HEADER), noiseOfLetters(arms)])),
  "a charset that it isn't": (arms) =>
    sent(
      arms,
      `${CSV}; charset=${arms.draw.random.pick(["utf-16le", "utf-16be", "gb18030", "shift_jis", "iso-2022-jp", "utf-7", "big5"])}`,
      Buffer.concat([rows(20), noiseOfLetters(arms)]),
    ),
  "UTF-16 of half a letter": (arms) =>
    sent(
      arms,
      CSV,
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        Buffer.from(rows(20).toString(), "utf16le"),
        Buffer.from([0x41]),
      ]),
    ),
  "a line of NDJSON of 1 MB": (arms) => sent(arms, NDJSON, `{"email":"${"a".repeat(MB)}"}\n`),
  "a deep line": (arms) => sent(arms, NDJSON, `${'{"a":'.repeat(100_000)}1\n`),
  "100,000 empty lines": (arms) => sent(arms, NDJSON, "\n".repeat(100_000)),
  "lines that are no objects": (arms) => sent(arms, NDJSON, '1\n"a"\nnull\n[]\ntrue\n{\n}\n'.repeat(50)),
  "lines with a BOM each": (arms) => sent(arms, NDJSON, '\uFEFF{"email":"a@example.com"}\n'.repeat(20)),
  "an array of arrays": (arms) => sent(arms, JSON_TYPE, "[".repeat(300_000)),
  "an array of numbers": (arms) => sent(arms, JSON_TYPE, `[${"1,".repeat(5_000)}1]`),
  "an array of strings that never ends": (arms) => sent(arms, JSON_TYPE, `["${"a".repeat(500_000)}`),
  "an array and more": (arms) => sent(arms, JSON_TYPE, `[{"email":"a@example.com"}] [1]`),
  "an array with a hole": (arms) =>
    sent(arms, JSON_TYPE, '[{"email":"a@example.com"},,{"email":"b@example.com"}]'),
  "an object for an array": (arms) => sent(arms, JSON_TYPE, '{"email":"a@example.com"}'),
  "a number without an end": (arms) => sent(arms, JSON_TYPE, `[${"9".repeat(300_000)}]`),
};

function sent(arms: Arms, type: string, body: string | Buffer, encoding?: string): Attack {
  const draft = arms.upload();
  const kept = draft.headers.filter(([name]) => name !== "Content-Type");
  const headers = [
    ...kept,
    ["Content-Type", type] as const,
    ...(encoding === undefined ? [] : [["Content-Encoding", encoding] as const]),
  ];
  const bytes = encodeRequest({ ...draft, headers, body: { bytes: Buffer.from(body) } }, arms.headers);
  return { steps: [bytes], operation: draft.operation, methods: [draft.method], mayBeAccepted: true };
}

function zipped(arms: Arms, type: string, body: Buffer): Attack {
  return sent(arms, type, body, "gzip");
}

const bombs = new Map<string, Buffer>();

/** Made once. */
function bomb(name: string, of: () => Buffer): Buffer {
  const known = bombs.get(name);
  if (known) return known;
  const made = gzipSync(of());
  bombs.set(name, made);
  return made;
}

function rows(count: number): Buffer {
  return Buffer.from(
    HEADER + Array.from({ length: count }, (_, n) => `p${n}@example.com,Zoë ${n}\n`).join(""),
  );
}

function noiseOfLetters({ draw: { random } }: Arms): Buffer {
  return Buffer.from(
    Array.from({ length: 2_000 }, (_, n) => (n % 9 === 0 ? 0x0a : 0x61 + random.below(0x9f))),
  );
}
