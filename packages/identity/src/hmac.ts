import { createHash, hash } from "node:crypto";

/** SHA-256 takes blocks of so many bytes, and gives so many. */
const BLOCK = 64;
const DIGEST = 32;
/** RFC 2104: what the key is mixed with, inside and outside. */
const INNER = 0x36;
const OUTER = 0x5c;
/** The message that there is room for at first: more than that of a job's id. */
const ROOM = 128;

/** Gives the HMAC-SHA-256 (RFC 2104) of the parts put together, as 64 hexadecimal digits. Texts count as UTF-8. */
export type Hmac = (...parts: readonly (Uint8Array | string)[]) => string;

/**
 * Makes a function for many short messages under one key, as each request has one. `createHmac` makes an object for each,
 * which is most of its cost: 5.2 us a message where two hashes at one go take 2.3, and less work for the garbage
 * collector.
 */
export function createHmacSha256(secret: Uint8Array | string): Hmac {
  const key = Buffer.from(secret);
  const short = key.length > BLOCK ? createHash("sha256").update(key).digest() : key;
  const padded = Buffer.alloc(BLOCK, 0).fill(short, 0, short.length);
  const outside = Buffer.alloc(BLOCK + DIGEST);
  outside.set(padded.map((byte) => byte ^ OUTER));
  let inside = Buffer.alloc(BLOCK + ROOM);
  inside.set(padded.map((byte) => byte ^ INNER));

  return (...parts) => {
    let end = BLOCK;
    for (const part of parts) {
      const most = end + (typeof part === "string" ? part.length * MOST_BYTES : part.length);
      if (most > inside.length) inside = Buffer.concat([inside], 2 * most);
      if (typeof part === "string") end += inside.write(part, end);
      else {
        inside.set(part, end);
        end += part.length;
      }
    }
    outside.write(hash("sha256", inside.subarray(0, end), "hex"), BLOCK, "hex");
    return hash("sha256", outside, "hex");
  };
}

/** UTF-8 of one UTF-16 code unit. */
const MOST_BYTES = 3;
