/** Pieces of at most so many bytes, so that whoever works on one isn't long about it. */
export async function* inSlices(
  bytes: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of bytes)
    for (let start = 0; start < chunk.length; start += maxBytes)
      yield chunk.subarray(start, start + maxBytes);
}

const MARK = Buffer.of(0xef, 0xbb, 0xbf);

/** Without the byte order mark that some programs put before UTF-8. */
export async function* withoutMark(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const { head, rest } = await takeHead(bytes, MARK.length);
  const text = head.subarray(0, MARK.length).equals(MARK) ? head.subarray(MARK.length) : head;
  if (text.length > 0) yield text;
  yield* rest;
}

/** The first bytes, as many as asked for or all that there are, and what follows them. */
export async function takeHead(
  bytes: AsyncIterable<Buffer>,
  length: number,
): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer, void> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let gathered = 0;
  while (gathered < length) {
    const { done, value } = await iterator.next();
    if (done) break;
    chunks.push(value);
    gathered += value.length;
  }
  return { head: Buffer.concat(chunks), rest: restOf(iterator) };
}

async function* restOf(iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void> {
  for (;;) {
    const { done, value } = await iterator.next();
    if (done) return;
    yield value;
  }
}
