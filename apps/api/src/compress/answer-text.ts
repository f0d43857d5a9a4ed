import { pageStream } from "../export/page-stream.ts";
import type { AppContext } from "../request/app-env.ts";
import { codingOf } from "./coding-of.ts";
import { encode, encodePieces } from "./encode.ts";

/** A longer text would hold other requests up for more than a millisecond. */
const AT_ONCE_MAX = 131_072;

/** Answers with a text, compressed where the client asks for it and it pays. */
export function answerText(
  c: AppContext,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): Response {
  const coding = codingOf(c, text.length);
  if (coding === undefined) return new Response(text, { status, headers });
  const encoded = { status, headers: { ...headers, "Content-Encoding": coding } };
  if (c.req.method === "HEAD") return new Response(null, encoded);
  if (text.length > AT_ONCE_MAX)
    return new Response(
      pageStream(encodePieces(coding, [text]), () => c.env.outgoing.destroy()),
      encoded,
    );
  return new Response(new Uint8Array(encode(coding, text)), encoded);
}
