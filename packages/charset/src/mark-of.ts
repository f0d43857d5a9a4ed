const MARKS = [
  ["utf-8", Buffer.of(0xef, 0xbb, 0xbf)],
  ["utf-16le", Buffer.of(0xff, 0xfe)],
  ["utf-16be", Buffer.of(0xfe, 0xff)],
] as const;

/** The charset that the byte order mark at the beginning of a file says. */
export function markOf(beginning: Uint8Array): string | undefined {
  const found = MARKS.find(([, mark]) => mark.equals(beginning.subarray(0, mark.length)));
  return found?.[0];
}
