/** In the order of their character codes, so that texts of one length sort as their bytes do. */
export const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Five digits at a time: 62^5 * 2^16 is far below 2^53. */
const DIGITS_AT_ONCE = 5;
const GROUP = 62 ** DIGITS_AT_ONCE;

const valueOfDigit = new Map(Array.from(BASE62).map((digit, value) => [digit, value]));

/** How many digits an even number of bytes takes. */
export function base62Length(byteLength: number): number {
  const digits = (byteLength * 8) / Math.log2(62);
  return Math.ceil(digits / DIGITS_AT_ONCE) * DIGITS_AT_ONCE;
}

/** Bytes, an even number of them, as one big-endian number of base62Length digits. */
export function toBase62(bytes: Uint8Array): string {
  const words = wordsOf(bytes);
  let text = "";
  for (let left = base62Length(bytes.length); left > 0; left -= DIGITS_AT_ONCE) {
    let rest = 0;
    for (let i = 0; i < words.length; i += 1) {
      const value = rest * 65_536 + (words[i] ?? 0);
      words[i] = Math.floor(value / GROUP);
      rest = value % GROUP;
    }
    text = digitsOf(rest) + text;
  }
  return text;
}

/** The bytes that toBase62 makes the text of; undefined for any other text, so that no two texts are the same bytes. */
export function fromBase62(text: string, byteLength: number): Uint8Array | undefined {
  if (text.length !== base62Length(byteLength)) return undefined;
  const words = new Uint16Array(byteLength / 2);
  for (let at = 0; at < text.length; at += DIGITS_AT_ONCE) {
    let carry = groupOf(text.slice(at, at + DIGITS_AT_ONCE));
    if (carry === undefined) return undefined;
    for (let i = words.length - 1; i >= 0; i -= 1) {
      const value = (words[i] ?? 0) * GROUP + carry;
      words[i] = value % 65_536;
      carry = Math.floor(value / 65_536);
    }
    if (carry > 0) return undefined;
  }
  return bytesOf(words);
}

function wordsOf(bytes: Uint8Array): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(i * 2));
}

function bytesOf(words: Uint16Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * 2));
  for (const [i, word] of words.entries()) view.setUint16(i * 2, word);
  return new Uint8Array(view.buffer);
}

function digitsOf(group: number): string {
  let text = "";
  let rest = group;
  for (let i = 0; i < DIGITS_AT_ONCE; i += 1) {
    text = BASE62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

function groupOf(digits: string): number | undefined {
  let group = 0;
  for (const digit of digits) {
    const value = valueOfDigit.get(digit);
    if (value === undefined) return undefined;
    group = group * 62 + value;
  }
  return group;
}
