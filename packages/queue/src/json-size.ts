/**
 * Says about how many bytes `JSON.stringify(value)` takes, without making the string. BullMQ stringifies the whole
 * chunk itself, and doing it once more per item only to know its size would double that work. The number is exact if no
 * character needs escaping.
 */
export function jsonSize(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value) + 2;
  if (typeof value === "number" || typeof value === "boolean") return String(value).length;
  if (typeof value !== "object" || value === null) return 4;
  if (Array.isArray(value)) {
    let size = 1 + Math.max(1, value.length);
    for (const element of value) size += jsonSize(element);
    return size;
  }
  let size = 1;
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) size += Buffer.byteLength(key) + 4 + jsonSize(member);
  }
  return Math.max(2, size);
}
