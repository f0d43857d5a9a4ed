/** How much is unpacked at a time, in bytes. A browser unpacks all that it is given, and it may be a thousand times as much. */
const STEP_BYTES = 4_096;

/**
 * Gives the beginning of a file, unpacked. Little of what comes after it is read.
 * @param length in bytes, of what is given at most
 * @returns undefined where the browser can't unpack it, as where it was packed in several parts. The service may.
 * @throws Error if it isn't packed
 */
export async function beginningOf(file: Blob, isGzip: boolean, length: number): Promise<Blob | undefined> {
  if (!isGzip) return file.slice(0, length);
  if (!(await isPacked(file)))
    throw new Error("The file can't be unpacked: its name ends with .gz, but it is no gzip.");
  const reader = inSteps(file).pipeThrough(new DecompressionStream("gzip")).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (let has = 0; has < length; has += parts.at(-1)?.length ?? 0) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
    }
  } catch {
    return undefined;
  } finally {
    // Of a broken one nothing is left to cancel.
    await reader.cancel().catch(() => {});
  }
  return new Blob(parts).slice(0, length);
}

/** What every gzip begins with (RFC 1952, 2.3.1). */
async function isPacked(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

function inSteps(file: Blob): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        const step = new Uint8Array(await file.slice(at, at + STEP_BYTES).arrayBuffer());
        at += step.length;
        if (step.length === 0) controller.close();
        else controller.enqueue(step);
      },
    },
    { highWaterMark: 0 },
  );
}
