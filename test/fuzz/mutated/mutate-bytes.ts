import { gzipSync } from "node:zlib";
import type { Draw } from "../draw/draw.ts";
import type { Random } from "../../prove/random.ts";

/** A body that says the same in other bytes, or nearly. */
export function mutateBytes({ random }: Draw, bytes: Buffer): Buffer {
  return random.pick(CHANGES)(bytes, random);
}

type Change = (bytes: Buffer, random: Random) => Buffer;

const CHANGES: readonly [Change, ...Change[]] = [
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => splice(bytes, random.below(bytes.length + 1), random.pick(PIECES)),
  (bytes, random) => splice(bytes, random.below(bytes.length + 1), random.pick(PIECES)),
  (bytes, random) =>
    splice(
      bytes,
      random.below(bytes.length + 1),
      Buffer.alloc(random.pick([1, 100, 5_000]), random.pick(FILLERS)),
    ),
  (bytes, random) => flip(bytes, random.below(bytes.length), random.below(256)),
  (bytes, random) => {
    const from = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + random.below(20))]);
  },
  (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  (bytes) => Buffer.from(bytes.toString("utf8"), "utf16le"),
  (bytes) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString("utf8"), "utf16le")]),
  (bytes) => Buffer.from(bytes.toString("utf8"), "latin1"),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes) => Buffer.concat([bytes, Buffer.from(" \n\t ")]),
  () => Buffer.alloc(0),
  (bytes, random) =>
    Buffer.concat(Array.from({ length: random.pick([2, 10, 60]) }, () => bytes.subarray(0, 5_000))),
  (bytes) => gzipSync(bytes),
];

const FILLERS = [",", '"', "\n", "\r", " ", "[", "{", "\\", "a", "\0", ";", "\t", "\uFFFD"] as const;

const PIECES = [
  Buffer.from([0]),
  Buffer.from([0xff]),
  Buffer.from([0xc0, 0xaf]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf4, 0x90, 0x80, 0x80]),
  Buffer.from([0xe2, 0x82]),
  Buffer.from([0xef, 0xbb, 0xbf]),
  Buffer.from([0x1a]),
  Buffer.from([0x81, 0x30, 0x81, 0x30]),
  Buffer.from('"'),
  Buffer.from('""'),
  Buffer.from("\r"),
  Buffer.from("\n"),
  Buffer.from("\r\n\r\n"),
  Buffer.from(","),
  Buffer.from(";;;;;"),
  Buffer.from("\\"),
  Buffer.from("\\u"),
  Buffer.from("[["),
  Buffer.from("}"),
  Buffer.from('{"__proto__":{"a":1}}'),
  Buffer.from("\u2028"),
  Buffer.from("sep=;\n"),
] as const;

function splice(bytes: Buffer, at: number, piece: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

function flip(bytes: Buffer, at: number, by: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
}
