/**
 * Gives the beginning of a file, unpacked. What comes after it is neither read nor unpacked.
 * @param length in bytes, of what is given at most
 * @throws Error if it isn't packed
 */
export async function beginningOf(file: Blob, isGzip: boolean, length: number): Promise<Blob> {
  if (!isGzip) return file.slice(0, length);
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (let has = 0; has < length; has += parts.at(-1)?.length ?? 0) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
    }
  } catch (cause) {
    throw new Error(
      "The file can't be unpacked: its name ends with .gz, but it is no gzip, or a broken one.",
      {
        cause,
      },
    );
  } finally {
    // Of a broken one nothing is left to cancel.
    await reader.cancel().catch(() => {});
  }
  return new Blob(parts).slice(0, length);
}
