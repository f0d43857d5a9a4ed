import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import {
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createGzip,
  createZstdCompress,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import type { Coding } from "./choose-coding.ts";

const GZIP = { level: 1 };
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const ENCODERS = {
  gzip: {
    atOnce: (text: string) => gzipSync(text, GZIP),
    create: () => createGzip({ ...GZIP, flush: constants.Z_SYNC_FLUSH }),
  },
  br: {
    atOnce: (text: string) => brotliCompressSync(text, BROTLI),
    create: () => createBrotliCompress({ ...BROTLI, flush: constants.BROTLI_OPERATION_FLUSH }),
  },
  zstd: {
    atOnce: (text: string) => zstdCompressSync(text, ZSTD),
    create: () => createZstdCompress({ ...ZSTD, flush: constants.ZSTD_e_flush }),
  },
} as const satisfies Record<Coding, unknown>;

/** Compresses a short text. No other request is answered meanwhile. */
export function encode(coding: Coding, text: string): Buffer {
  return ENCODERS[coding].atOnce(text);
}

/**
 * Compresses a text of any length, beside the thread that answers. What a piece becomes is given whole, so nobody waits for
 * the next one, and one or two are read ahead. Where the pieces fail, it does.
 */
export async function* encodePieces(
  coding: Coding,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const encoder = ENCODERS[coding].create();
  const source = Readable.from(pieces, { objectMode: true, highWaterMark: 1 });
  // The encoder fails with what failed, and is what is read.
  pipeline(source, encoder).catch(() => undefined);
  yield* encoder;
}

/** Compresses what is kept, beside the thread that answers. */
export async function encodeWhole(coding: Coding, body: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await buffer(encodePieces(coding, [body])));
}
