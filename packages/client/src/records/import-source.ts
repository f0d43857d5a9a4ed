import type { RequestBody } from "../http/create-http.ts";

/** What can be sent as it is. */
type Sendable = Exclude<RequestBody, ReadableStream>;
type Bytes = Uint8Array<ArrayBuffer>;
type Streamed = ReadableStream<Bytes> | AsyncIterable<Bytes | string>;

/**
 * The rows of an upload. What is a stream can be read once only: if that breaks off, it isn't sent again, unless a
 * function opens it anew.
 */
export type ImportSource = Sendable | Streamed | (() => Sendable | Streamed);

export interface ImportBody {
  readonly make: () => RequestBody;
  readonly isRepeatable: boolean;
  /** What went wrong with the source itself. */
  failure(): { readonly error: unknown } | undefined;
}

/** Makes the bodies of the attempts. */
export function bodyOf(source: ImportSource): ImportBody {
  let failure: { readonly error: unknown } | undefined;
  const noted = (error: unknown) => {
    failure = { error };
  };
  return {
    make() {
      failure = undefined;
      const opened = typeof source === "function" ? source() : source;
      return isSendable(opened) ? opened : streamOf(opened, noted);
    },
    isRepeatable: typeof source === "function" || isSendable(source),
    failure: () => failure,
  };
}

function isSendable(source: Sendable | Streamed): source is Sendable {
  return (
    !(source instanceof ReadableStream) && !(typeof source === "object" && Symbol.asyncIterator in source)
  );
}

/** Reads no faster than it is sent. */
function streamOf(source: Streamed, onError: (error: unknown) => void): ReadableStream<Bytes> {
  const encoder = new TextEncoder();
  const pieces = source instanceof ReadableStream ? readAll(source) : source[Symbol.asyncIterator]();
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Not every browser iterates over a stream. */
async function* readAll(stream: ReadableStream<Bytes>): AsyncGenerator<Bytes, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
