/**
 * The beginning of an answer's body as text that can be stored: UTF-8 without NUL, at most so many bytes of it.
 * A character that the limit cuts through is left out; bytes that are no UTF-8 are shown as U+FFFD.
 */
export function answerText(body: Uint8Array, maxBytes: number): string {
  const text = new TextDecoder()
    .decode(body.subarray(0, maxBytes), { stream: body.length > maxBytes })
    .replaceAll("\0", "\uFFFD");
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}
