/**
 * Makes chunks the body of an answer. A chunk is made when the client has taken those before it, so memory holds one,
 * whatever the length. If the client goes away, the source is ended. If the source fails, `onFailure` has to break the
 * connection: an answer that just ended would look whole.
 */
export function pageStream(
  chunks: AsyncIterator<string | Uint8Array, void>,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isCancelled = false;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          // The client went away while the page was read.
          if (isCancelled) return;
          if (done) controller.close();
          else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        } catch (error) {
          if (isCancelled) return;
          onFailure(error);
          controller.close();
        }
      },
      async cancel() {
        isCancelled = true;
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
