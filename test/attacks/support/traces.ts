import { createHash } from "node:crypto";

/**
 * Every way in which a text may stand somewhere: as it is, in other letters, encoded as for a URL, a header or a
 * dump, and hashed without a key, by which whoever guesses it finds it.
 */
function tracesOf(text: string): string[] {
  const spellings = [...new Set([text, text.toLowerCase(), text.toUpperCase()])];
  return [
    ...new Set(
      spellings.flatMap((each) => [
        each,
        encodeURIComponent(each),
        encodeURIComponent(encodeURIComponent(each)),
        Buffer.from(each).toString("hex"),
        ...inBase64(each),
        ...["md5", "sha1", "sha256", "sha512"].flatMap((name) =>
          (["hex", "base64", "base64url"] as const).map((encoding) =>
            createHash(name).update(each).digest(encoding),
          ),
        ),
      ]),
    ),
  ];
}

/** As a part of whatever was encoded: what stands before it shifts it by up to two bytes. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.from("\0".repeat(shift) + text).toString("base64");
    // The first and the last letters hold something of their neighbours too.
    const own = encoded
      .slice(shift === 0 ? 0 : 4)
      .replace(/=+$/, "")
      .slice(0, -2);
    return own.length < 8 ? [] : [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Where any of the texts has left a trace: the lines around it. */
export function findTraces(output: string, texts: readonly string[]): string[] {
  const found: string[] = [];
  for (const text of texts)
    for (const trace of tracesOf(text)) {
      const at = output.indexOf(trace);
      if (at >= 0) found.push(`${text} as ${trace}: …${output.slice(Math.max(0, at - 200), at + 200)}…`);
    }
  return found;
}
