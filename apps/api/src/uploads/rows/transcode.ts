import { ApiError } from "../../errors/api-error.ts";

/** The same text in UTF-8, which is passed on as it is. */
export async function* transcode(
  bytes: AsyncIterable<Buffer>,
  charset: string,
): AsyncGenerator<Buffer, void> {
  if (charset === "utf-8") yield* bytes;
  else yield* decoded(bytes, charset);
}

async function* decoded(bytes: AsyncIterable<Buffer>, charset: string): AsyncGenerator<Buffer, void> {
  const decoder = new TextDecoder(charset, { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return Buffer.from(chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
    } catch (cause) {
      throw new ApiError("INVALID_CSV", `The body is not ${charset} all the way.`, { cause });
    }
  };
  for await (const chunk of bytes) {
    const text = decode(chunk);
    if (text.length > 0) yield text;
  }
  const rest = decode();
  if (rest.length > 0) yield rest;
}
