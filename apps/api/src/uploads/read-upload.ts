import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ApiError } from "../errors/api-error.ts";
import { letBodyCome } from "../request/continue.ts";
import { inSlices } from "./rows/byte-stages.ts";
import type { UploadSlot } from "./uploads.ts";

export interface ReadOptions {
  readonly isGzip: boolean;
  /** The most bytes of the body as it is read, that is, after gunzip. */
  readonly maxBytes: number;
  readonly slot: UploadSlot;
  readonly leastRate?: LeastRate;
}

/** The least that has to come while the service waits for it. Time in which nobody asks for more doesn't count. */
interface LeastRate {
  readonly bytes: number;
  readonly inMs: number;
}

/** This is one KiB a second. So what holds a slot is an upload that comes, not a byte now and then. */
const LEAST_RATE: LeastRate = { bytes: 30 * 1024, inMs: 30_000 };
/** This is small enough for the rows of one piece to take a few milliseconds. */
const SLICE_BYTES = 16 * 1024;

/**
 * Reads the body of an upload, no faster than it is asked for. The sender waits meanwhile.
 * @throws ApiError UPLOAD_BROKEN, BODY_TOO_LARGE, or the reason of the slot's signal
 */
export async function* readUpload(
  incoming: IncomingMessage,
  { isGzip, maxBytes, slot, leastRate = LEAST_RATE }: ReadOptions,
): AsyncGenerator<Buffer, void> {
  const announced = Number(incoming.headers["content-length"] ?? 0);
  if (!isGzip && announced > maxBytes) throw tooLarge(maxBytes, false);
  const cut = () => {
    // This notices a broken connection even while nobody reads because the upload waits for the workers.
    if (!incoming.complete) slot.abort(broken("The connection broke off."));
  };
  if (incoming.destroyed) cut();
  incoming.on("error", cut).on("close", cut);
  letBodyCome(incoming);
  const source = isGzip ? gunzip(incoming) : undefined;
  // Counts bytes as they are sent. A body that is packed well may be slow to unpack although it comes fast.
  const arrived = () => incoming.socket.bytesRead;
  try {
    const bytes = piecesOf(source?.stream ?? incoming, { signal: slot.signal, leastRate, arrived });
    yield* inSlices(
      limited(bytes, maxBytes, () => source?.compressed()),
      SLICE_BYTES,
    );
  } finally {
    incoming.off("error", cut).off("close", cut);
    // The server drains what is left of the body.
    incoming.on("error", () => {});
    source?.end();
  }
}

function gunzip(incoming: IncomingMessage) {
  const stream = createGunzip();
  let compressed = 0;
  const count = (chunk: Buffer) => (compressed += chunk.length);
  incoming.on("data", count);
  incoming.pipe(stream);
  return {
    stream,
    compressed: () => compressed,
    end() {
      incoming.off("data", count);
      incoming.unpipe(stream);
      stream.on("error", () => {}).destroy();
    },
  };
}

interface Waiting {
  readonly signal: AbortSignal;
  readonly leastRate: LeastRate;
  /** Counts the bytes that have come so far. */
  arrived(): number;
}

/**
 * Reads pieces of the stream as they come. The stream's own iterator would destroy the request, and with it the answer.
 */
async function* piecesOf(
  stream: Readable,
  { signal, leastRate, arrived }: Waiting,
): AsyncGenerator<Buffer, void> {
  let wake = () => {};
  let failure: unknown;
  let ended = false;
  const pace = createPace(leastRate, arrived);
  const onReadable = () => wake();
  const onEnd = () => {
    ended = true;
    wake();
  };
  const onError = (error: Error) => {
    failure = error;
    wake();
  };
  stream.on("readable", onReadable).on("end", onEnd).on("error", onError);
  signal.addEventListener("abort", onReadable);
  try {
    for (;;) {
      signal.throwIfAborted();
      const piece: unknown = stream.read();
      if (piece instanceof Buffer) {
        yield piece;
        continue;
      }
      if (failure !== undefined)
        throw broken("The body is not the gzip that Content-Encoding says.", failure);
      if (ended || stream.readableEnded) return;
      if (pace.isTooSlow()) throw tooSlow(leastRate);
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const timer = setTimeout(resolve, pace.leftMs());
      const since = performance.now();
      await promise;
      clearTimeout(timer);
      pace.waited(performance.now() - since);
    }
  } finally {
    stream.off("readable", onReadable).off("end", onEnd).off("error", onError);
    signal.removeEventListener("abort", onReadable);
  }
}

/** Counts what comes in each period of waiting. */
function createPace({ bytes, inMs }: LeastRate, arrived: () => number) {
  let waitedMs = 0;
  let before = arrived();
  return {
    leftMs: () => Math.max(1, Math.ceil(inMs - waitedMs)),
    waited: (ms: number) => void (waitedMs += ms),
    /** Ends the period if it is over, and begins the next. */
    isTooSlow(): boolean {
      if (waitedMs < inMs) return false;
      const came = arrived() - before;
      before = arrived();
      waitedMs = 0;
      return came < bytes;
    },
  };
}

function tooSlow({ bytes, inMs }: LeastRate): ApiError {
  return broken(
    `Less than ${bytes} bytes came in ${inMs / 1_000} seconds: an upload isn't held open for so little.`,
  );
}

/** A body of this many bytes or more that inflates to this many times its size is no file of contacts. */
const BOMB_BYTES = 16 * 1024 * 1024;
const BOMB_RATIO = 250;

async function* limited(
  bytes: AsyncIterable<Buffer>,
  maxBytes: number,
  compressed: () => number | undefined,
): AsyncGenerator<Buffer, void> {
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    const sent = compressed();
    if (sent !== undefined && length > BOMB_BYTES && length > sent * BOMB_RATIO)
      throw new ApiError(
        "BODY_TOO_LARGE",
        `The body inflates to more than ${BOMB_RATIO} times its size: send it without gzip, if it is meant so.`,
      );
    if (length > maxBytes) throw tooLarge(maxBytes, sent !== undefined);
    yield piece;
  }
}

function tooLarge(maxBytes: number, isInflated: boolean): ApiError {
  const once = isInflated ? " once inflated" : "";
  return new ApiError(
    "BODY_TOO_LARGE",
    `The body is larger than ${maxBytes} bytes${once}: send it in parts.`,
  );
}

function broken(message: string, cause?: unknown): ApiError {
  return new ApiError("UPLOAD_BROKEN", message, { cause });
}
