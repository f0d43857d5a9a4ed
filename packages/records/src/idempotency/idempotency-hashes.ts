import { createHmac, createSecretKey } from "node:crypto";

/** What a request said, as far as a repeat of it must say the same. */
export interface FingerprintedRequest {
  readonly body: Uint8Array;
  /** The names and values of the query, in any order. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** Keyed hashes, so that the table tells nobody without the secret what keys and bodies were. */
export interface IdempotencyHashes {
  /** Of the Idempotency-Key itself. */
  key(key: string): Buffer;
  fingerprint(request: FingerprintedRequest): Buffer;
}

/** @param secret the same in all processes of a deployment; with another one all keys are new */
export function createIdempotencyHashes(secret: string): IdempotencyHashes {
  const hmacKey = createSecretKey(Buffer.from(secret));
  // Other hashes are made with the same secret: the purpose comes first, so that none is equal to theirs.
  return {
    key: (key) => createHmac("sha256", hmacKey).update("idempotency-key\n").update(key).digest(),
    fingerprint({ body, query }) {
      const sorted = query.map((pair) => JSON.stringify(pair)).toSorted();
      // No line of JSON holds a line break, so no two requests give the same text.
      return createHmac("sha256", hmacKey)
        .update(`idempotent-request\n${sorted.length}\n${sorted.join("\n")}\n`)
        .update(body)
        .digest();
    },
  };
}
